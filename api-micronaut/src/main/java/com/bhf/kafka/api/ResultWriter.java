package com.bhf.kafka.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes results of entries, with the members of the single call's answer, straight into bytes. Not thread-safe. */
final class ResultWriter implements AutoCloseable {
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator("\n").build();

    private final ByteArrayOutputStream bytes;
    private final JsonGenerator json;

    ResultWriter(int expectedSize) throws IOException {
        this.bytes = new ByteArrayOutputStream(expectedSize);
        this.json = JSON.createGenerator(bytes);
    }

    void startArray() throws IOException {
        json.writeStartArray();
    }

    void endArray() throws IOException {
        json.writeEndArray();
    }

    void endLine() throws IOException {
        json.writeRaw('\n');
    }

    void write(Object id, Object answer) throws IOException {
        json.writeStartObject();
        if (id instanceof String text) {
            json.writeStringField("id", text);
        } else {
            json.writeNumberField("id", ((Number) id).longValue());
        }
        if (answer instanceof Answers.Written written) {
            write(written);
        } else if (answer instanceof Answers.Accepted accepted) {
            write(accepted);
        } else {
            write((Problem) answer);
        }
        json.writeEndObject();
    }

    private void write(Answers.Written written) throws IOException {
        json.writeStringField("status", written.status());
        json.writeStringField("state", written.state());
        json.writeStringField("requestId", written.requestId());
        json.writeStringField("eventId", written.eventId());
        json.writeStringField("mode", written.mode());
        json.writeStringField("sendMode", written.sendMode());
        json.writeStringField("topic", written.topic());
        json.writeStringField("key", written.key());
        number("partition", written.partition());
        number("offset", written.offset());
        Instant timestamp = written.timestamp();
        json.writeStringField("timestamp", timestamp == null ? null : timestamp.toString());
    }

    private void write(Answers.Accepted accepted) throws IOException {
        json.writeStringField("status", accepted.status());
        json.writeStringField("state", accepted.state());
        json.writeStringField("requestId", accepted.requestId());
        json.writeStringField("eventId", accepted.eventId());
        json.writeStringField("mode", accepted.mode());
        json.writeStringField("sendMode", accepted.sendMode());
        json.writeStringField("topic", accepted.topic());
        json.writeStringField("key", accepted.key());
        number("partition", accepted.partition());
        if (accepted.offset() != null) {
            number("offset", accepted.offset());
        }
    }

    private void write(Problem problem) throws IOException {
        json.writeStringField("type", problem.type());
        json.writeStringField("title", problem.title());
        json.writeNumberField("status", problem.status());
        json.writeStringField("detail", problem.detail());
        json.writeStringField("instance", problem.instance());
        given("outcome", problem.outcome());
        if (problem.retriable() != null) {
            json.writeBooleanField("retriable", problem.retriable());
        }
        given("requestId", problem.requestId());
        given("exception", problem.exception());
        given("parameter", problem.parameter());
    }

    private void given(String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private void number(String name, @Nullable Number value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value.longValue());
        }
    }

    /** How much is written, but for what the generator still holds. */
    int size() {
        return bytes.size() + json.getOutputBuffered();
    }

    byte[] toBytes() throws IOException {
        json.flush();
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
