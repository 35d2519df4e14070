package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the API answers.
 *
 * @param contentType null for an answer without a body
 * @param matched whether the address and the method are of the API
 */
record Reply(int status, @Nullable String contentType, String body, boolean matched) {

    private static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    static Reply json(int status, JsonNode json) {
        return new Reply(status, JSON, new String(Json.bytes(json), UTF_8), true);
    }

    static Reply of(String contentType, String body) {
        return new Reply(200, contentType, body, true);
    }

    static Reply noContent() {
        return new Reply(204, null, "", true);
    }

    /** An error in JSON that is sent as plain text: so does Go's {@code http.Error}. */
    static Reply error(ApiException e) {
        return new Reply(e.status(), TEXT, new String(Json.bytes(errorJson(e)), UTF_8) + "\n", true);
    }

    static ObjectNode errorJson(ApiException e) {
        return Json.object().put("error", e.text()).put("status", e.status());
    }

    static Reply forbiddenAgent() {
        return new Reply(403, TEXT, "User agent not allowed\n", true);
    }

    static Reply noSuchPage() {
        return new Reply(404, TEXT, "404 page not found\n", false);
    }

    static Reply wrongMethod() {
        return new Reply(405, null, "", false);
    }
}
