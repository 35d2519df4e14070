package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.SendFixtures.accept;
import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static com.bhf.kafka.producer.delivery.SendFixtures.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link StatusStore} does when threads race for the same rows. */
public abstract class StatusStoreConcurrencyContract {
    private static final int THREADS = 8;
    private static final int ROWS = 16;
    private static final int VERSIONS = 25;
    private static final int BATCHES = 10;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private StatusStore store;

    /** A new and empty store; it is closed after the test. */
    protected abstract StatusStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        threads.shutdownNow();
        store.close();
    }

    @Test
    void shouldLetExactlyOneThreadWinEachVersionOfEachRow() throws Exception {
        store.apply(accepts(1, ROWS));

        int wins = inAllThreads(this::raceThroughTheVersions);

        assertThat(wins).isEqualTo(ROWS * VERSIONS);
        for (int row = 1; row <= ROWS; row++) {
            assertThat(store.find(id(row)).orElseThrow().version()).isEqualTo(VERSIONS);
        }
    }

    /** Each batch asks for one version of all rows, in an order of the thread's own. */
    private int raceThroughTheVersions(int thread) {
        Random random = new Random(thread);
        int wins = 0;
        for (int version = 0; version < VERSIONS; version++) {
            List<StatusChange> changes = new ArrayList<>();
            for (int row = 1; row <= ROWS; row++) {
                changes.add(unknown(id(row), version, "thread " + thread));
            }
            Collections.shuffle(changes, random);
            wins += Collections.frequency(store.apply(changes), APPLIED);
        }
        return wins;
    }

    @Test
    void shouldAcceptEachIdOnceWhenThreadsRace() throws Exception {
        int wins = inAllThreads(this::acceptAll);

        assertThat(wins).isEqualTo(BATCHES * ROWS);
    }

    private int acceptAll(int thread) {
        Random random = new Random(thread);
        int wins = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            List<StatusChange> changes = new ArrayList<>(accepts(batch * ROWS + 1, (batch + 1) * ROWS));
            Collections.shuffle(changes, random);
            wins += Collections.frequency(store.apply(changes), APPLIED);
        }
        return wins;
    }

    @Test
    void shouldAcceptEachIdempotencyKeyOnceWhenThreadsRace() throws Exception {
        int wins = inAllThreads(this::acceptAllKeys);

        assertThat(wins).isEqualTo(BATCHES * ROWS);
        for (int key = 0; key < BATCHES * ROWS; key++) {
            UUID winner =
                    store.find("orders", "key-" + key).orElseThrow().status().requestId();
            assertThat(store.find(winner)).isPresent();
        }
    }

    private int acceptAllKeys(int thread) {
        Random random = new Random(thread);
        int wins = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            List<StatusChange> changes = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                int key = batch * ROWS + row;
                changes.add(accept(send((thread + 1) * 1_000L + key), "key-" + key, "thread " + thread));
            }
            Collections.shuffle(changes, random);
            wins += Collections.frequency(store.apply(changes), APPLIED);
        }
        return wins;
    }

    @Test
    void shouldLetExactlyOneOwnerTakeEachSendOverWhenTheyRace() throws Exception {
        store.apply(accepts(1, BATCHES * ROWS));
        Set<UUID> taken = ConcurrentHashMap.newKeySet();

        int wins = inAllThreads(thread -> takeAllOver(taken));

        assertThat(wins).isEqualTo(BATCHES * ROWS);
        assertThat(taken).hasSize(BATCHES * ROWS);
    }

    private int takeAllOver(Set<UUID> taken) {
        UUID owner = UUID.randomUUID();
        int wins = 0;
        for (int round = 0; round < BATCHES * ROWS && taken.size() < BATCHES * ROWS; round++) {
            List<OpenSend> mine =
                    store.claim(owner, Duration.ofMinutes(5), ROWS / 2).taken();
            mine.forEach(open -> taken.add(open.send().requestId()));
            wins += mine.size();
        }
        return wins;
    }

    private interface Racer {
        int run(int thread);
    }

    private int inAllThreads(Racer racer) throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            calls.add(() -> racer.run(number));
        }
        int sum = 0;
        for (Future<Integer> future : threads.invokeAll(calls)) {
            sum += future.get();
        }
        return sum;
    }
}
