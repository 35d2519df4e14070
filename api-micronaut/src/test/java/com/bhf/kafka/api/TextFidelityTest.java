package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user puts into eventId and key comes out of the topic unchanged, in any locale. */
@ApiTest
class TextFidelityTest {
    private final ApiClient api;
    private final JsonMapper json;

    TextFidelityTest(EmbeddedServer server, JsonMapper json) {
        this.api = new ApiClient(server.getPort());
        this.json = json;
    }

    static Stream<String> texts() {
        return Stream.of(
                "quote \" and ' and \\ back",
                "line\nbreak\r\nand\ttab",
                "emoji 😀 é ß 漢字 \u202E rtl",
                "{\"json\":\"inside\"}",
                "a&b=c?d#e+f%20g",
                "İıIi",
                "\u0001\u001F\u007F",
                " ",
                "e".repeat(200),
                "😀".repeat(200));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldKeepTheTextWhenItIsHardToQuote(String text) throws IOException {
        // When
        Answer answer = api.post(
                "/api/v1/send?mode=plain&eventId=" + ApiClient.encoded(text) + "&key=" + ApiClient.encoded(text));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(answer.text("eventId")).isEqualTo(text);
        assertThat(answer.text("key")).isEqualTo(text);
        Landed landed = SharedBroker.landed(answer);
        assertThat(landed.header("event-id")).isEqualTo(text);
        assertThat(landed.key()).isEqualTo(text);
        Map<String, Object> value = json.readValue(landed.value(), Argument.mapOf(String.class, Object.class));
        assertThat(value).containsEntry("eventId", text);
    }

    @Test
    void shouldKnowTheModesWhenTheLocaleIsTurkish() {
        // Given
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr", "TR"));
        try {
            // When
            Answer answer = api.post("/api/v1/send?mode=IDEMPOTENT&sendMode=SYNC&eventId=Iıİi");

            // Then
            assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
            assertThat(answer.text("mode")).isEqualTo("idempotent");
            assertThat(SharedBroker.landed(answer).header("producer-mode")).isEqualTo("idempotent");
            assertThat(SharedBroker.landed(answer).header("event-id")).isEqualTo("Iıİi");
        } finally {
            Locale.setDefault(before);
        }
    }
}
