package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.ChangeResult.CONFLICT;
import static com.bhf.kafka.producer.delivery.SendFixtures.COMPLETED_AT;
import static com.bhf.kafka.producer.delivery.SendFixtures.accept;
import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.Claim;
import com.bhf.kafka.producer.delivery.OpenSend;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several stores on one database, as several instances of a service have them. */
@Tag("process")
class PostgreSqlInstancesTest {
    private static final int INSTANCES = 4;
    private static final int SENDS = 400;
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
    private final List<StatusStore> stores = new ArrayList<>();

    /** At the same time: the migration runs once. */
    @BeforeEach
    void openStores() throws Exception {
        StatusStoreSettings settings = PostgreSqlServer.newSchema();
        List<Callable<StatusStore>> opens = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            opens.add(() -> StatusStores.open(settings));
        }
        for (Future<StatusStore> opened : threads.invokeAll(opens)) {
            stores.add(opened.get());
        }
    }

    @AfterEach
    void closeStores() {
        threads.shutdownNow();
        stores.forEach(StatusStore::close);
    }

    private <T> List<T> onEach(Function<StatusStore, T> call) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        stores.forEach(store -> calls.add(() -> call.apply(store)));
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(calls)) {
            results.add(future.get());
        }
        return results;
    }

    @Test
    void shouldSeeEachOthersRows() {
        StatusStore one = stores.get(0);
        StatusStore other = stores.get(1);
        one.apply(accepts(1, 2));

        assertThat(other.apply(List.of(accept(send(1)), ok(id(2), 0)))).containsExactly(CONFLICT, APPLIED);
        assertThat(one.apply(List.of(ok(id(2), 0)))).containsExactly(CONFLICT);
        assertThat(one.find(id(2)).orElseThrow().isFinal()).isTrue();
        assertThat(other.find(id(1))).isPresent();
    }

    @Test
    void shouldAcceptOneOfManyRequestsWithOneKey() throws Exception {
        List<List<ChangeResult>> results = onEach(store -> {
            List<ChangeResult> own = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                long number = (stores.indexOf(store) + 1) * 100L + i;
                own.addAll(store.apply(List.of(accept(send(number), "the key", "print"))));
            }
            return own;
        });

        assertThat(results.stream().flatMap(List::stream).filter(APPLIED::equals))
                .hasSize(1);
        UUID winner =
                stores.get(0).find("orders", "the key").orElseThrow().status().requestId();
        assertThat(stores.get(1).find(winner)).isPresent();
    }

    /** As after an outage of the database that was longer than every lease: each finds the others without one. */
    @Test
    void shouldTakeEachSendOverOnceWhenAllFindTheOthersWithoutALease() throws Exception {
        UUID dead = UUID.randomUUID();
        List<UUID> owners = stores.stream().map(store -> UUID.randomUUID()).toList();
        for (int i = 0; i < INSTANCES; i++) {
            stores.get(i).claim(owners.get(i), Duration.ZERO, 0);
        }
        for (int number = 1; number <= SENDS; number++) {
            stores.get(0).apply(List.of(new Accept(send(number), dead)));
        }

        List<List<OpenSend>> taken = onEach(store -> takeAll(store, owners.get(stores.indexOf(store))));

        Set<String> versions = new HashSet<>();
        int held = 0;
        for (int i = 0; i < INSTANCES; i++) {
            taken.get(i)
                    .forEach(open -> versions.add(
                            open.send().requestId() + " " + open.status().version()));
            held += stores.get(i).claim(owners.get(i), LEASE, 0).held() ? 1 : 0;
        }
        assertThat(held).isPositive();
        assertThat(versions).hasSize(taken.stream().mapToInt(List::size).sum());
        assertThat(versions).hasSizeGreaterThanOrEqualTo(SENDS);
    }

    private static List<OpenSend> takeAll(StatusStore store, UUID owner) {
        List<OpenSend> taken = new ArrayList<>();
        Claim claim = store.claim(owner, LEASE, 10);
        while (claim.held() && !claim.taken().isEmpty()) {
            taken.addAll(claim.taken());
            claim = store.claim(owner, LEASE, 10);
        }
        return taken;
    }

    @Test
    void shouldCountEachPurgedRowOnceWhenAllPurge() throws Exception {
        stores.get(0).apply(accepts(1, SENDS));
        stores.get(0)
                .apply(IntStream.rangeClosed(1, SENDS)
                        .<StatusChange>mapToObj(number -> ok(id(number), 0))
                        .toList());

        List<Integer> purged = onEach(PostgreSqlInstancesTest::purgeAll);

        assertThat(purged.stream().mapToInt(Integer::intValue).sum()).isEqualTo(SENDS);
    }

    private static int purgeAll(StatusStore store) {
        int sum = 0;
        for (int i = 0; i < SENDS / 10; i++) {
            sum += store.purge(COMPLETED_AT.plusMillis(1), 10);
        }
        return sum;
    }
}
