package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

    @Test
    void shouldBeTheSameWhenAllPartsAre() {
        assertThat(IdempotencyKey.of("k", "a", "b")).isEqualTo(IdempotencyKey.of("k", "a", "b"));
        assertThat(IdempotencyKey.of("k", "a").fingerprint()).matches("[0-9a-f]{64}");
    }

    @Test
    void shouldDifferWhenAPartOrItsBordersDo() {
        assertThat(IdempotencyKey.of("k", "a", "b"))
                .isNotEqualTo(IdempotencyKey.of("k", "ab", ""))
                .isNotEqualTo(IdempotencyKey.of("k", "b", "a"))
                .isNotEqualTo(IdempotencyKey.of("k", "a", "c"));
    }
}
