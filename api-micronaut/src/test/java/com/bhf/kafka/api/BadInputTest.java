package com.bhf.kafka.api;

import io.micronaut.runtime.server.EmbeddedServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input with Kafka up. */
@ApiTest
class BadInputTest {
    private final ApiClient api;

    BadInputTest(EmbeddedServer server) {
        this.api = new ApiClient(server.getPort());
    }

    static Stream<BadCall> calls() {
        return Stream.of(BadCall.withoutMetadata(), BadCall.knownTopic(Fields.DEFAULT_TOPIC), BadCall.unknownTopic())
                .flatMap(calls -> calls);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldRefuseWhenTheInputIsBad(BadCall call) {
        // When
        Answer answer = call.on(api);

        // Then
        BadCallAssert.assertRefused(call, answer);
    }

    @Test
    void shouldRefuseFastWhenWarm() {
        BadCallAssert.assertFast("up", api, calls().toList());
    }
}
