package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a service that answers as the test says, and remembers how many records it would have written. */
class RateLoadTest {

    private final AtomicInteger written = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private LoadResult run() throws IOException {
        URI target = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new RateLoad(target, "/send?mode=x", 8, 200).run(Duration.ofMillis(500));
    }

    private void answer(int status, boolean writes) {
        server.createContext("/send", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (writes) {
                written.incrementAndGet();
            }
            exchange.sendResponseHeaders(status, 2);
            exchange.getResponseBody().write(new byte[] {'O', 'K'});
            exchange.close();
        });
    }

    @Test
    void shouldSendAsManyAsWereAskedForAndBeBelievedWhenTheServiceIsTrue() throws IOException {
        answer(200, true);

        LoadResult result = run();

        assertThat(result.requests()).isEqualTo(100);
        assertThat(Truth.problem(result, written.get())).isEmpty();
    }

    @Test
    void shouldNotBelieveAServiceThatSays200AndWritesNothing() throws IOException {
        answer(200, false);

        assertThat(Truth.problem(run(), written.get()))
                .hasValueSatisfying(problem ->
                        assertThat(problem).contains("100 records were acknowledged and 0 are in the topic"));
    }

    @Test
    void shouldNotBelieveAServiceThatRefuses() throws IOException {
        answer(503, false);

        assertThat(Truth.problem(run(), written.get()))
                .hasValueSatisfying(problem -> assertThat(problem).contains("not 2xx"));
    }

    @Test
    void shouldCountTheWaitOfThoseThatAStallHeldUp() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        server.createContext("/send", exchange -> {
            exchange.getRequestBody().readAllBytes();
            synchronized (this) {
                if (calls.getAndIncrement() == 20) {
                    LockSupport.parkNanos(400_000_000);
                }
            }
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'O', 'K'});
            exchange.close();
        });

        Latency latency = Objects.requireNonNull(run().latency());

        // Closed-loop load would count one slow answer for each of 8 connections; here most of 100 were held up.
        assertThat(latency.p50()).isGreaterThan(20);
    }
}
