package com.bhf.kafka.api;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An HTTP answer as a user sees it: status, headers, bytes, and how long it took. */
record Answer(HttpResponse<String> response, Duration elapsed) {
    private static final JsonMapper JSON = JsonMapper.createDefault();

    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    /** Empty when the answer has no such header. */
    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The members of the JSON body, in its order. */
    Map<String, Object> json() {
        try {
            return JSON.readValue(body(), Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException("No JSON: " + body(), e);
        }
    }

    /** The objects of a JSON array, in its order. */
    List<Map<String, Object>> jsonArray() {
        try {
            return JSON.readValue(body(), Argument.listOf(Argument.mapOf(String.class, Object.class)));
        } catch (IOException e) {
            throw new UncheckedIOException("No JSON array: " + body(), e);
        }
    }

    Object member(String name) {
        return json().get(name);
    }

    String text(String name) {
        return String.valueOf(member(name));
    }

    long number(String name) {
        return ((Number) member(name)).longValue();
    }

    boolean isFinal() {
        return Boolean.TRUE.equals(member("final"));
    }

    /** For messages of failed assertions. */
    String summary() {
        return toString();
    }

    @Override
    public String toString() {
        return status() + " " + response.headers().map() + " " + body();
    }
}
