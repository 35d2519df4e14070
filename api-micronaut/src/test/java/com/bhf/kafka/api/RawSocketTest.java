package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that no HTTP library would send. */
@ApiTest
class RawSocketTest {
    private static final String HEADERS = "\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final int READ_BOUND_MS = 5_000;

    private final int port;

    RawSocketTest(EmbeddedServer server) {
        this.port = server.getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "POST /api/v1/send?mode=plain&eventId=E&key=%zz HTTP/1.1, 400",
        "POST /api/v1/send?mode=plain&eventId=E&key=% HTTP/1.1, 400",
        "POST /api/v1/send?mode=plain&eventId=%ff%fe HTTP/1.1, 400",
        "POST /api/v1/send?mode=plain&eventId=%ed%a0%80 HTTP/1.1, 400",
        "POST /api/v1/send?mode=plain&eventId=E&key=café HTTP/1.1, 400",
        "POST /api/v1/send?mode=plain&eventId=E&key=漢 HTTP/1.1, 400",
        "POST /api/v1/send?mode=plain&eventId=a\"b\\{}|^ HTTP/1.1, 400",
        "POST /api/v1/send?mode=plain&eventId=E&topic=../../etc HTTP/1.1, 400"
    })
    void shouldAnswerWithAProblemWhenTheRequestLineIsOdd(String requestLine, int status) throws IOException {
        // When
        String answer = exchange(requestLine + HEADERS);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
        assertThat(answer).doesNotContain("java.lang", "io.micronaut", "\tat ");
    }

    @Test
    void shouldKeepAReplacementCharacterWhenItIsMeant() throws IOException {
        // When
        String answer = exchange("POST /api/v1/send?mode=plain&eventId=a%ef%bf%bdb HTTP/1.1" + HEADERS);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"eventId\":\"a\uFFFDb\"");
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_BOUND_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
