package com.bhf.kafka.api;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.api.SendCommand.Value;
import java.nio.charset.Charset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that is JSON becomes a value in the very text in which it stands. */
class EnvelopeParserTest {
    private final EnvelopeParser envelopes = new EnvelopeParser();

    private SendCommand parse(String fields) {
        return parse(fields, UTF_8);
    }

    private SendCommand parse(String fields, Charset charset) {
        return envelopes.send(("{\"eventId\":\"E\",\"mode\":\"plain\"," + fields + "}").getBytes(charset));
    }

    private static String value(SendCommand command) {
        return new String(((Value.Given) command.value()).bytes(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0.50",
                "1e400",
                "0.1234567890123456789",
                "true",
                "[ 1 , [ ] ,{} ]",
                "{\"message\":{\"a\":\"}\"}, \"b\" : 2.50 }",
                "[\"a \\\" \\u00e9 😀\"]"
            })
    void shouldKeepTheTextWhenTheMessageIsJson(String raw) {
        for (String space : List.of("", " ", "\n\t ")) {
            for (String behind : List.of("", ",\"headers\":{}")) {
                String fields = "\"key\":\"é😀\"," + space + "\"message\"" + space + ":" + space + raw + space + behind;

                // Then
                assertThat(value(parse(fields))).isEqualTo(raw);
            }
        }
    }

    @Property(tries = 50)
    void shouldKeepTheTextWhenItIsLongerThanAnyBuffer(@ForAll @IntRange(min = 1, max = 70_000) int length) {
        // When
        String raw = "[\"" + "é".repeat(length) + "\",1.50]";

        // Then
        assertThat(value(parse("\"key\":\"" + "x".repeat(length / 2) + "\",\"message\": " + raw)))
                .isEqualTo(raw);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"key\":1,\"key\":null', key",
        "'\"colour\":{\"a\":[{}]}', colour",
        "'\"headers\":{\"a\":{\"b\":1}}', headers.a",
        "'\"timestamp\":-1', timestamp",
        "'\"timestamp\":\"yesterday\"', timestamp",
        "'\"timestamp\":\"2026-01-02T03:04:05\"', timestamp",
        "'\"timestamp\":99999999999999999999', timestamp",
        "'\"timestamp\":1.5', timestamp",
        "'\"id\":1', id",
        "'\"idempotencyKey\":\"k\"', idempotencyKey"
    })
    void shouldNameTheFieldWhenItIsRefused(String fields, String parameter) {
        assertThatThrownBy(() -> parse(fields))
                .isInstanceOfSatisfying(
                        BadParameterException.class,
                        error -> assertThat(error.parameter()).isEqualTo(parameter));
    }

    @ParameterizedTest
    @CsvSource({
        "1767323045678, 2026-01-02T03:04:05.678Z",
        "'\"1767323045678\"', 2026-01-02T03:04:05.678Z",
        "'\"2026-01-02T03:04:05.678999Z\"', 2026-01-02T03:04:05.678Z",
        "'\"2026-01-02T08:34:05.678+05:30\"', 2026-01-02T03:04:05.678Z",
        "0, 1970-01-01T00:00:00Z",
        "null,"
    })
    void shouldReadTheTimestampWhenItIsMillisOrIso(String given, java.time.Instant expected) {
        assertThat(parse("\"timestamp\":" + given).timestamp()).isEqualTo(expected);
    }

    @Test
    void shouldRefuseTheBodyWhenItsMessageIsInAnotherEncoding() {
        assertThatThrownBy(() -> parse("\"message\":[1]", UTF_16)).isInstanceOf(BadParameterException.class);
    }
}
