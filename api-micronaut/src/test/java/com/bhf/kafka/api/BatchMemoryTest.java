package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What clients send is not held: the service has 64 MB of heap, and as much outside of it, and is offered many times as
 * much. It would end on its first OutOfMemoryError, and its clients would notice.
 */
@Tag("process")
class BatchMemoryTest {
    private static final String TOPIC = "memory";
    private static final String QUERY = "?mode=idempotent&topic=" + TOPIC;
    private static final int MEGABYTE = 1_048_576;
    private static final Duration QUIET = Duration.ofMillis(1_500);

    private static RealBroker broker;
    private static ApiProcess service;
    private final List<LineClient> clients = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void startService() {
        broker = RealBroker.launch();
        broker.createTopic(TOPIC, 1);
        service = ApiProcess.start(
                broker.bootstrapServers(),
                Map.of("KAFKA_PRODUCER_BUFFER_MEMORY", "8388608", "KAFKA_DELIVERY_TIMEOUT_MS", "120000"),
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+ExitOnOutOfMemoryError");
    }

    @AfterAll
    static void stopService() {
        service.close();
        broker.close();
    }

    @AfterEach
    void closeClients() {
        clients.forEach(LineClient::close);
        // The acknowledgement of a durable send closes a breaker that a paused broker has opened.
        String send = "/api/v1/send" + QUERY + "&eventId=E&sendMode=";
        service.api().post(send + "async");
        Eventually.isTrue(
                Duration.ofSeconds(60), () -> service.api().post(send + "sync").status() == 200);
        Eventually.get(Duration.ofSeconds(60), BatchMemoryTest::held, List.of("0.0", "0.0")::equals);
        Eventually.isTrue(Duration.ofSeconds(30), () -> service.api().inFlight("sync") == 0);
    }

    /** Streams, and bytes of batches, that the service still holds. */
    private static List<String> held() {
        return service.management()
                .get("/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("api_batch_streams_open") || line.startsWith("api_batch_memory_bytes"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private LineClient client() {
        LineClient client = new LineClient(service.port(), QUERY);
        clients.add(client);
        return client;
    }

    /** How much a client gets rid of until it is not read from any more, or has sent all that it was asked to. */
    private static final class Flood {
        private final AtomicLong sent = new AtomicLong();
        private final Thread thread;

        Flood(LineClient client, byte[] chunk, long limit) {
            thread = new Thread(() -> {
                try {
                    while (sent.get() < limit) {
                        client.send(chunk);
                        sent.addAndGet(chunk.length);
                    }
                } catch (java.io.UncheckedIOException closed) {
                    // The test is over.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        /** Blocks until nothing more is taken for a while. */
        long untilStuck() {
            AtomicLong before = new AtomicLong(-1);
            AtomicLong since = new AtomicLong(System.nanoTime());
            Eventually.isTrue(Duration.ofSeconds(60), () -> {
                if (before.getAndSet(sent.get()) != sent.get()) {
                    since.set(System.nanoTime());
                }
                return System.nanoTime() - since.get() > QUIET.toNanos();
            });
            return sent.get();
        }
    }

    private static byte[] lines(int count, int message) {
        String line = "{\"eventId\":\"E\",\"message\":\"" + "x".repeat(message) + "\"}\n";
        return line.repeat(count).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private void assertServes() {
        assertThat(service.api().get("/health").status()).isEqualTo(200);
        assertThat(service.errorLines()).isEmpty();
    }

    @Test
    void shouldNotReadOnWhenKafkaIsPaused() {
        // Given
        assertThat(service.api().post("/api/v1/send" + QUERY + "&eventId=E").status())
                .isEqualTo(200);
        broker.pause();

        // When a client offers half a gigabyte, and ten others too
        Flood first = new Flood(client(), lines(30, 1_000), 500L * MEGABYTE);
        List<Flood> others = IntStream.range(0, 10)
                .mapToObj(i -> new Flood(client(), lines(30, 1_000), 500L * MEGABYTE))
                .toList();

        // Then
        long taken = first.untilStuck();
        System.out.println("measured: bytes taken of one stream with Kafka paused: " + taken);
        assertThat(taken).isLessThan(6L * MEGABYTE);
        assertThat(others.get(9).untilStuck()).isLessThan(6L * MEGABYTE);
        assertThat(others).allSatisfy(other -> assertThat(other.sent.get()).isLessThan(6L * MEGABYTE));
        assertServes();
        broker.resume();
        assertThat(clients.get(0).next()).containsEntry("status", "OK");
    }

    @Test
    void shouldNotReadOnWhenTheResultsAreNotRead() {
        // When
        Flood flood = new Flood(client(), lines(500, 1), 500L * MEGABYTE);

        // Then
        long taken = flood.untilStuck();
        System.out.println("measured: bytes taken of a stream whose results are not read: " + taken);
        assertThat(taken).isLessThan(4L * MEGABYTE);
        LineClient other = client().send(lines(1, 1)).end();
        assertThat(other.rest()).hasSize(1);
        assertServes();
    }

    @Test
    void shouldHoldNothingWhenALineHasNoEnd() {
        // When twenty clients send 10 MB each without a line feed
        byte[] endless = new byte[MEGABYTE / 4];
        List<LineClient> endlessClients =
                IntStream.range(0, 20).mapToObj(i -> client()).toList();
        List<Flood> floods = endlessClients.stream()
                .map(client -> new Flood(client, endless, 10L * MEGABYTE))
                .toList();
        floods.forEach(flood -> {
            try {
                flood.thread.join(60_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(flood.sent.get()).isGreaterThanOrEqualTo(10L * MEGABYTE);
        });

        // Then each hears of it, and goes on
        endlessClients.forEach(client -> {
            assertThat((Integer) client.next().get("status")).isIn(413, 429);
            client.send("\n{\"eventId\":\"E\",\"id\":\"next\"}\n");
            assertThat(client.next()).containsEntry("id", "next").containsEntry("status", "OK");
        });
        assertServes();
    }

    @Test
    void shouldRefuseArraysWhenTheyAreMoreThanMemoryAllows() {
        // Given
        assertThat(service.api().post("/api/v1/send" + QUERY + "&eventId=E").status())
                .isEqualTo(200);
        broker.pause();
        String array = "[{\"eventId\":\"E\",\"message\":\"" + "x".repeat(1_000_000) + "\"},"
                + "{\"eventId\":\"E\",\"message\":\"" + "x".repeat(1_000_000) + "\"},{\"eventId\":\"E\"}]";

        // When
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 40)
                .mapToObj(i -> service.api()
                        .sendLater(service.api()
                                .request("/api/v1/send/batch" + QUERY)
                                .header("Content-Type", ApiClient.JSON)
                                .POST(BodyPublishers.ofString(array))))
                .toList();

        // Then
        Eventually.isTrue(Duration.ofSeconds(60), () -> answers.stream().anyMatch(CompletableFuture::isDone));
        broker.resume();
        List<Integer> statuses =
                answers.stream().map(answer -> answer.join().status()).toList();
        assertThat(statuses).contains(429).containsAnyOf(200, 207).isSubsetOf(200, 207, 429);
        assertServes();
    }

    @Test
    void shouldGoOnWhenManyBatchesAreBad() {
        // When
        for (int i = 0; i < 20; i++) {
            String tiny = "[" + "1,".repeat(999) + "1]";
            Answer answer = service.api().postJson("/api/v1/send/batch" + QUERY, tiny);
            assertThat(answer.status()).isEqualTo(207);
            String deep = "[" + "{\"a\":".repeat(200_000);
            assertThat(service.api()
                            .postJson("/api/v1/send/batch" + QUERY, deep)
                            .status())
                    .isEqualTo(400);
        }
        try (LineClient client = client()) {
            for (int i = 0; i < 100; i++) {
                client.send("1\n".repeat(100));
                IntStream.range(0, 100).forEach(n -> assertThat(client.next()).containsEntry("status", 400));
            }
        }

        // Then
        assertServes();
    }
}
