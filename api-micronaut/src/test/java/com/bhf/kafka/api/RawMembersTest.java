package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawMembersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0.50",
                "1e400",
                "0.1234567890123456789",
                "\"a \\\" \\u00e9 😀\"",
                "\"\"",
                "true",
                "null",
                "[ 1 , [ ] ,{} ]",
                "{\"message\":{\"a\":\"}\"}, \"b\" : 2.50 }"
            })
    void shouldKeepTheTextWhenAMemberIsRead(String raw) throws IOException {
        for (String space : List.of("", " ", "\n\t ")) {
            // When
            String object = "{" + space + "\"é\":0," + space + "\"message\"" + space + ":" + space + raw + space
                    + ",\"z\":[1]}" + space;

            // Then
            assertThat(RawMembers.of(object)).containsEntry("message", raw).containsKeys("é", "z");
        }
    }

    @Property(tries = 50)
    void shouldKeepTheTextWhenItIsLongerThanAnyBuffer(@ForAll @IntRange(min = 1, max = 70_000) int length)
            throws IOException {
        // When
        String raw = "[\"" + "é".repeat(length) + "\",1.50]";

        // Then
        assertThat(RawMembers.of("{\"pad\":\"" + "x".repeat(length / 2) + "\",\"message\": " + raw + "}"))
                .containsEntry("message", raw);
    }

    @Test
    void shouldNameTheMemberWhenItStandsThereTwice() {
        assertThatThrownBy(() -> RawMembers.of("{\"key\":1,\"key\":null}"))
                .isInstanceOfSatisfying(
                        BadParameterException.class,
                        error -> assertThat(error.parameter()).isEqualTo("key"));
    }
}
