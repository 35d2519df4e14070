package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.DeliveryMode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever a caller sends, a parser makes a command of it or names the parameter. */
class ParserPropertyTest {
    private static final List<String> PARAMETERS = List.of("mode", "eventId", "sendMode", "topic", "key", "partition");
    private static final Set<String> FIELDS = Set.of(
            "topic",
            "key",
            "message",
            "eventId",
            "mode",
            "isIdempotent",
            "sendMode",
            "isAsync",
            "partition",
            "headers",
            "timestamp");

    private final JsonMapper json = JsonMapper.createDefault();
    private final EnvelopeParser envelopes = new EnvelopeParser();

    /** Ordinary texts, what the parsers look for, and what breaks naive code. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300),
                Arbitraries.strings().withCharRange('\uD7F0', '\uE010').ofMaxLength(5),
                Arbitraries.strings()
                        .withChars("\0\"\\{}[]:,0123456789.-eE+ ntf")
                        .ofMaxLength(20),
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.of("plain", "IDEMPOTENT", "sync", "ASYNCHRONOUS", "", " ", ".", "..", "null", "true"));
    }

    @Provide
    Arbitrary<Map<String, String>> queries() {
        Arbitrary<String> names =
                Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.of(PARAMETERS)), Tuple.of(1, texts()));
        return Arbitraries.maps(names, texts()).ofMaxSize(7);
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                texts().map(text -> text),
                Arbitraries.of(true, false),
                Arbitraries.integers().map(number -> number),
                Arbitraries.doubles().map(number -> number));
        Arbitrary<Object> values = Arbitraries.oneOf(
                leaves,
                leaves.list().ofMaxSize(3).map(list -> list),
                Arbitraries.maps(texts(), leaves).ofMaxSize(3).map(map -> map));
        return Arbitraries.maps(Arbitraries.of(FIELDS), values).ofMaxSize(10);
    }

    @Property(tries = 200)
    void shouldParseOrNameTheParameterWhenTheQueryIsAnything(@ForAll("queries") Map<String, String> query) {
        MutableHttpRequest<byte[]> request = HttpRequest.POST("/api/v1/send", new byte[0]);
        query.forEach((name, value) -> request.getParameters().add(name, value));

        // When
        String refused = refusedParameter(() -> QueryParser.parse(request, new byte[0]));

        // Then
        assertThat(refused)
                .satisfiesAnyOf(
                        name -> assertThat(name).isEmpty(),
                        name -> assertThat(PARAMETERS).contains(name),
                        name -> assertThat(query).containsKey(name));
    }

    @Property(tries = 200)
    void shouldParseOrNameTheFieldWhenTheEnvelopeHoldsAnything(@ForAll("objects") Map<String, Object> envelope)
            throws IOException {
        byte[] body = json.writeValueAsBytes(new HashMap<>(envelope));

        // When
        String refused = refusedParameter(() -> envelopes.send(body));

        // Then
        assertThat(refused)
                .satisfiesAnyOf(
                        name -> assertThat(name).isIn("", "body"),
                        name -> assertThat(FIELDS).contains(name),
                        name -> assertThat(name).startsWith("headers."));
    }

    @Property(tries = 200)
    void shouldParseOrNameTheBodyWhenItIsAnyText(@ForAll("texts") String body) {
        assertThat(refusedParameter(() -> envelopes.send(body.getBytes(StandardCharsets.UTF_8))))
                .isIn("", "body", "eventId");
    }

    @Property(tries = 200)
    void shouldParseOrNameTheBodyWhenItIsAnyBytes(@ForAll byte[] body) {
        assertThat(refusedParameter(() -> envelopes.test(body, DeliveryMode.PLAIN, SendMode.SYNC)))
                .isEqualTo("body");
    }

    @Property(tries = 200)
    void shouldKeepTheEventIdWhenItHasUpTo200CodePoints(
            @ForAll @IntRange(min = 1, max = 200) int length,
            @ForAll @IntRange(min = 1, max = 0x10FFFF) int codePoint) {
        int legal = codePoint >= 0xD800 && codePoint <= 0xDFFF ? 'x' : codePoint;
        String id = Character.toString(legal).repeat(length);

        // When
        String read = Fields.eventId(id);

        // Then
        assertThat(read).isEqualTo(id);
    }

    @Property(tries = 200)
    void shouldRefuseTheEventIdWhenItHasMoreThan200CodePoints(@ForAll @IntRange(min = 201, max = 500) int length) {
        for (String one : List.of("x", "é", "😀")) {
            assertThatThrownBy(() -> Fields.eventId(one.repeat(length)))
                    .isInstanceOfSatisfying(
                            BadParameterException.class,
                            error -> assertThat(error.parameter()).isEqualTo("eventId"));
        }
    }

    /** Empty when the command was parsed; any other exception fails the property. */
    private static String refusedParameter(Supplier<SendCommand> parse) {
        try {
            assertThat(parse.get()).isNotNull();
            return "";
        } catch (BadParameterException refused) {
            assertThat(refused).hasMessageContaining(refused.parameter());
            return refused.parameter();
        }
    }
}
