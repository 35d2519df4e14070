package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyHeaderTest {

    @Provide
    Arbitrary<String> printable() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(255),
                Arbitraries.strings().withChars("\"\\ ,x").ofMinLength(1).ofMaxLength(255));
    }

    @Provide
    Arbitrary<String> visible() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .ofMinLength(1)
                .ofMaxLength(255)
                .filter(text -> text.chars().noneMatch(c -> c == '"' || c == ','));
    }

    /** Keys, what is nearly one, and anything. */
    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300),
                Arbitraries.strings().withChars("\"\\ ,;x\u007F\u00E9\t").ofMaxLength(8),
                printable().map(text -> "\"" + text + "\""),
                Arbitraries.strings().withCharRange(' ', '~').ofMinLength(250).ofMaxLength(260));
    }

    private static String quoted(String key) {
        return "\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Property(tries = 300)
    void shouldReadTheKeyBackWhenItIsQuoted(@ForAll("printable") String key) {
        assertThat(IdempotencyKeyHeader.parse(List.of(quoted(key)))).contains(key);
    }

    @Property(tries = 300)
    void shouldBeTheSameKeyWhenItIsBare(@ForAll("visible") String key) {
        assertThat(IdempotencyKeyHeader.parse(List.of(key)))
                .contains(key)
                .isEqualTo(IdempotencyKeyHeader.parse(List.of(quoted(key))));
    }

    @Property(tries = 500)
    void shouldBeAPrintableKeyOrNameTheHeaderWhenTheLineIsAnything(@ForAll("lines") String line) {
        try {
            assertThat(IdempotencyKeyHeader.parse(List.of(line)))
                    .hasValueSatisfying(key -> assertThat(key).matches("[ -~]{1,255}"));
        } catch (BadParameterException refused) {
            assertThat(refused.parameter()).isEqualTo("Idempotency-Key");
            assertThat(refused).hasMessageStartingWith("Idempotency-Key=").hasMessageContaining("allowed: ");
            assertThat(String.valueOf(refused.getMessage())).hasSizeLessThan(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\"\"",
                "\"",
                "\"\\\"",
                "\"a",
                "a\"",
                "\"a\\b\"",
                "\"a\"b\"",
                "\"a\";v=1",
                "\"a\", \"b\"",
                "a b",
                "a,b",
                "\u00E9",
                "\"\u00E9\"",
                "\"a\tb\"",
                "\u007F"
            })
    void shouldRefuseWhenItIsNoKey(String line) {
        assertThatThrownBy(() -> IdempotencyKeyHeader.parse(List.of(line))).isInstanceOf(BadParameterException.class);
    }

    @Test
    void shouldCountTheCharactersOfTheKeyNotOfTheHeader() {
        assertThat(IdempotencyKeyHeader.parse(List.of(quoted("\\".repeat(255)))))
                .contains("\\".repeat(255));
        for (String tooLong : List.of("x".repeat(256), quoted("x".repeat(256)))) {
            assertThatThrownBy(() -> IdempotencyKeyHeader.parse(List.of(tooLong)))
                    .isInstanceOf(BadParameterException.class)
                    .hasMessageContaining("1 to 255");
        }
    }

    @Test
    void shouldRefuseWhenTheHeaderIsGivenTwice() {
        assertThatThrownBy(() -> IdempotencyKeyHeader.parse(List.of("a", "a")))
                .isInstanceOf(BadParameterException.class);
    }

    @Test
    void shouldBeEmptyWhenThereIsNoHeader() {
        assertThat(IdempotencyKeyHeader.parse(List.of())).isEqualTo(Optional.empty());
    }
}
