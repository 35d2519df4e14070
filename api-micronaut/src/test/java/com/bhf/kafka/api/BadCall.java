package com.bhf.kafka.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;

/**
 * A request that must be refused.
 *
 * @param parameter what the answer must name; empty when no parameter is wrong
 */
record BadCall(
        String name,
        String method,
        String path,
        String contentType,
        @SuppressWarnings("ArrayRecordComponent") byte[] body,
        int status,
        String parameter) {
    private static final String SEND = "/api/v1/send?mode=plain&eventId=BAD";
    private static final String ENVELOPE = "/api/v1/send";
    private static final byte[] NOTHING = {};

    /** Refused without a look at the cluster. */
    static Stream<BadCall> withoutMetadata() {
        return Stream.concat(queries(), Stream.concat(bodies(), elsewhere()));
    }

    private static Stream<BadCall> queries() {
        return Stream.of(
                query("no mode", "/api/v1/send?eventId=E", "mode"),
                query("empty mode", "/api/v1/send?eventId=E&mode=", "mode"),
                query("unknown mode", "/api/v1/send?eventId=E&mode=exactly-once", "mode"),
                query("mode with a space", "/api/v1/send?eventId=E&mode=plain%20", "mode"),
                query("unknown sendMode", SEND + "&sendMode=later", "sendMode"),
                query("empty sendMode", SEND + "&sendMode=", "sendMode"),
                query("no eventId", "/api/v1/send?mode=plain", "eventId"),
                query("empty eventId", "/api/v1/send?mode=plain&eventId=", "eventId"),
                query("long eventId", "/api/v1/send?mode=plain&eventId=" + "e".repeat(201), "eventId"),
                query("NUL in eventId", "/api/v1/send?mode=plain&eventId=a%00b", "eventId"),
                query("NUL in key", SEND + "&key=a%00b", "key"),
                query("negative partition", SEND + "&partition=-1", "partition"),
                query("text as partition", SEND + "&partition=abc", "partition"),
                query("empty partition", SEND + "&partition=", "partition"),
                query("huge partition", SEND + "&partition=99999999999999999999", "partition"),
                query("other digits as partition", SEND + "&partition=%D9%A1", "partition"),
                query("topic with a slash", SEND + "&topic=a%2Fb", "topic"),
                query("empty topic", SEND + "&topic=", "topic"),
                query("dots as topic", SEND + "&topic=..", "topic"),
                query("long topic", SEND + "&topic=" + "t".repeat(250), "topic"),
                query("twice the key", SEND + "&key=a&key=b", "key"),
                query("twice the same mode", SEND + "&mode=plain", "mode"),
                query("unknown parameter", SEND + "&colour=red", "colour"),
                query("parameter in another case", SEND + "&Key=k", "Key"));
    }

    private static Stream<BadCall> bodies() {
        return Stream.of(
                json("malformed JSON", "{\"eventId\":", 400, "body"),
                json("text after the JSON", "{\"eventId\":\"E\",\"mode\":\"plain\"} x", 400, "body"),
                json("null", "null", 400, "body"),
                json("no object", "[]", 400, "body"),
                json("deep JSON", "[".repeat(5_000), 400, "body"),
                json("unknown field", "{\"eventId\":\"E\",\"mode\":\"plain\",\"colour\":\"red\"}", 400, "colour"),
                json("conflict", "{\"eventId\":\"E\",\"mode\":\"plain\",\"isIdempotent\":true}", 400, "isIdempotent"),
                new BadCall("text as envelope", "POST", ENVELOPE, "text/plain", bytes("{}"), 415, ""),
                new BadCall("envelope without a type", "POST", ENVELOPE, "", bytes("{}"), 415, ""),
                new BadCall("nothing at all", "POST", ENVELOPE, "", NOTHING, 400, "eventId"),
                new BadCall("too large", "POST", SEND, "text/plain", new byte[1_048_577], 413, ""),
                new BadCall("too large with its headers", "POST", SEND, "text/plain", new byte[1_048_500], 413, "body"),
                new BadCall("test call as text", "POST", "/api/v1/test/plain", "text/plain", bytes("{}"), 415, ""),
                new BadCall("test call, no body", "POST", "/api/v1/test/plain", ApiClient.JSON, NOTHING, 400, "body"));
    }

    private static Stream<BadCall> elsewhere() {
        return Stream.of(
                new BadCall("malformed id", "GET", "/api/v1/status?requestId=1", "", NOTHING, 400, "requestId"),
                new BadCall("empty id", "GET", "/api/v1/status?requestId=", "", NOTHING, 400, "requestId"),
                new BadCall(
                        "two ids",
                        "GET",
                        "/api/v1/status?requestId=0195f3a0-0000-7000-8000-000000000000&requestId=2",
                        "",
                        NOTHING,
                        400,
                        "requestId"),
                new BadCall("GET of send", "GET", SEND, "", NOTHING, 405, ""),
                new BadCall("DELETE of status", "DELETE", "/api/v1/status", "", NOTHING, 405, ""),
                new BadCall("unknown path", "POST", "/api/v2/send", "", NOTHING, 404, ""),
                new BadCall(
                        "unknown test", "POST", "/api/v1/test/transactional", ApiClient.JSON, bytes("{}"), 404, ""));
    }

    /** Refused with what is remembered of a topic with three partitions. */
    static Stream<BadCall> knownTopic(String topic) {
        return Stream.of(
                query("partition out of range", SEND + "&partition=99&topic=" + topic, "partition"),
                query("partition next to the last", SEND + "&partition=3&topic=" + topic, "partition"),
                query("async, out of range", SEND + "&sendMode=async&partition=99&topic=" + topic, "partition"));
    }

    /** Refused because the cluster says so. */
    static Stream<BadCall> unknownTopic() {
        return Stream.of(
                new BadCall("unknown topic", "POST", SEND + "&topic=nobody-made-it", "", NOTHING, 404, "topic"),
                new BadCall(
                        "unknown topic, async",
                        "POST",
                        SEND + "&sendMode=async&topic=nobody-made-it",
                        "",
                        NOTHING,
                        404,
                        "topic"));
    }

    private static BadCall query(String name, String path, String parameter) {
        return new BadCall(name, "POST", path, "", NOTHING, 400, parameter);
    }

    private static BadCall json(String name, String body, int status, String parameter) {
        return new BadCall(name, "POST", ENVELOPE, ApiClient.JSON, bytes(body), status, parameter);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    Answer on(ApiClient api) {
        var request = api.request(path).method(method, BodyPublishers.ofByteArray(body));
        return api.send(contentType.isEmpty() ? request : request.header("Content-Type", contentType));
    }

    @Override
    public String toString() {
        return name;
    }
}
