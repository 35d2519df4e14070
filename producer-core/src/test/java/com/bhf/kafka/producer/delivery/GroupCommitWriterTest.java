package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommitWriterTest {
    private static final Duration GENEROUS = Duration.ofSeconds(20);

    private final TestStore store = new TestStore();
    private final GroupCommitWriter writer = new GroupCommitWriter(store, 100, 10);

    @AfterEach
    void close() {
        store.letGo();
        writer.close(Duration.ofSeconds(1));
    }

    private static Accept change(int n) {
        return SendFixtures.accept(TestSends.send("e" + n));
    }

    private static List<Accept> changes(int count) {
        return IntStream.range(0, count).mapToObj(GroupCommitWriterTest::change).toList();
    }

    private List<CompletableFuture<ChangeResult>> submitAll(List<Accept> changes) {
        List<CompletableFuture<ChangeResult>> results = new ArrayList<>();
        changes.forEach(change -> results.add(writer.submit(change)));
        return results;
    }

    private static ChangeResult get(CompletableFuture<ChangeResult> result) throws Exception {
        return result.get(GENEROUS.toSeconds(), TimeUnit.SECONDS);
    }

    private static void assertFails(CompletableFuture<ChangeResult> result) {
        assertThatThrownBy(() -> get(result))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StatusStoreException.class);
    }

    @Test
    void shouldCommitInGroupsAndInOrderWhenChangesWaitForACommit() throws Exception {
        // Given a commit under way
        store.hold();
        Accept first = change(0);
        CompletableFuture<ChangeResult> firstResult = writer.submit(first);
        store.awaitHeldCommit();
        List<Accept> waiting = changes(25);
        List<CompletableFuture<ChangeResult>> results = submitAll(waiting);

        // When
        store.letGo();

        // Then groups of at most ten, all in order
        assertThat(get(firstResult)).isEqualTo(ChangeResult.APPLIED);
        for (CompletableFuture<ChangeResult> result : results) {
            assertThat(get(result)).isEqualTo(ChangeResult.APPLIED);
        }
        assertThat(store.commits()).extracting(List::size).containsExactly(1, 10, 10, 5);
        List<StatusChange> inOrder = new ArrayList<>(List.of(first));
        inOrder.addAll(waiting);
        assertThat(store.commits().stream().flatMap(List::stream)).containsExactlyElementsOf(inOrder);
    }

    @Test
    void shouldGiveEachWaiterItsOwnResultWhenOneConflicts() throws Exception {
        // Given
        Accept row = change(0);
        get(writer.submit(row));
        store.hold();
        CompletableFuture<ChangeResult> holder = writer.submit(change(1));
        store.awaitHeldCommit();
        List<CompletableFuture<ChangeResult>> results = submitAll(List.of(change(2), row, change(3)));

        // When
        store.letGo();

        // Then
        assertThat(get(holder)).isEqualTo(ChangeResult.APPLIED);
        assertThat(get(results.get(0))).isEqualTo(ChangeResult.APPLIED);
        assertThat(get(results.get(1))).isEqualTo(ChangeResult.CONFLICT);
        assertThat(get(results.get(2))).isEqualTo(ChangeResult.APPLIED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFailThoseBehindOnlyWhenTheFailureTookLong(boolean tookLong) throws Exception {
        // Given a commit under way, and one that waits behind it
        store.hold();
        Duration longCommit = tookLong ? Duration.ZERO : GENEROUS;
        try (GroupCommitWriter own = new GroupCommitWriter(store, 10, 10, longCommit)) {
            CompletableFuture<ChangeResult> first = own.submit(change(0));
            store.awaitHeldCommit();
            CompletableFuture<ChangeResult> behind = own.submit(change(1));

            // When
            store.failOnce(new StatusStoreException("gone", null));
            store.letGo();

            // Then
            assertFails(first);
            if (tookLong) {
                assertFails(behind);
            } else {
                assertThat(get(behind)).isEqualTo(ChangeResult.APPLIED);
            }
            assertThat(get(own.submit(change(2)))).isEqualTo(ChangeResult.APPLIED);
        }
    }

    static List<Throwable> failures() {
        return List.of(
                new StatusStoreException("disk full", null),
                new IllegalStateException("a driver's own"),
                new StackOverflowError("in the driver"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldFailTheWholeGroupAndGoOnWhenTheStoreThrows(Throwable failure) throws Exception {
        // Given
        store.hold();
        List<CompletableFuture<ChangeResult>> broken = submitAll(changes(5));
        store.awaitHeldCommit();
        store.failWith(failure);

        // When
        store.letGo();

        // Then
        broken.forEach(GroupCommitWriterTest::assertFails);
        store.failWith(null);
        assertThat(get(writer.submit(change(9)))).isEqualTo(ChangeResult.APPLIED);
    }

    @Test
    void shouldFailAtOnceWhenTheQueueIsFull() throws Exception {
        // Given
        store.hold();
        CompletableFuture<ChangeResult> underWay = writer.submit(change(0));
        store.awaitHeldCommit();
        List<CompletableFuture<ChangeResult>> queued = submitAll(changes(100));

        // When
        CompletableFuture<ChangeResult> oneTooMany = writer.submit(change(101));

        // Then
        assertThat(oneTooMany).isCompletedExceptionally();
        assertFails(oneTooMany);
        store.letGo();
        assertThat(get(underWay)).isEqualTo(ChangeResult.APPLIED);
        for (CompletableFuture<ChangeResult> result : queued) {
            assertThat(get(result)).isEqualTo(ChangeResult.APPLIED);
        }
    }

    @Test
    void shouldFailTheGroupWhenTheStoreForgetsAResult() throws Exception {
        // Given
        StatusStore forgetful = new ForgetfulStore();
        GroupCommitWriter onForgetful = new GroupCommitWriter(forgetful, 10, 10);

        // When
        CompletableFuture<ChangeResult> result = onForgetful.submit(change(0));

        // Then
        assertFails(result);
        onForgetful.close(Duration.ofSeconds(1));
    }

    private static final class ForgetfulStore implements StatusStore {
        @Override
        public List<ChangeResult> apply(List<StatusChange> changes) {
            return List.of();
        }

        @Override
        public Optional<SendStatus> find(UUID requestId) {
            return Optional.empty();
        }

        @Override
        public Optional<KeyedStatus> find(String topic, String idempotencyKey) {
            return Optional.empty();
        }

        @Override
        public Claim claim(UUID owner, Duration lease, int limit) {
            return Claim.LOST;
        }

        @Override
        public int purge(Instant completedBefore, int limit) {
            return 0;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldWriteWhatWaitsWhenClosed() throws Exception {
        // Given
        store.hold();
        List<CompletableFuture<ChangeResult>> results = submitAll(changes(50));
        store.awaitHeldCommit();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> writer.close(GENEROUS));

        // When
        store.letGo();

        // Then
        closing.get(GENEROUS.toSeconds(), TimeUnit.SECONDS);
        assertThat(results).allSatisfy(result -> assertThat(result).isCompletedWithValue(ChangeResult.APPLIED));
        assertFails(writer.submit(change(99)));
    }

    @Test
    void shouldCloseInTimeAndFailWhatIsLeftWhenTheStoreHangs() throws Exception {
        // Given
        store.hold();
        List<CompletableFuture<ChangeResult>> results = submitAll(changes(50));
        store.awaitHeldCommit();
        long from = System.nanoTime();

        // When
        writer.close(Duration.ofMillis(100));

        // Then every waiter is told, the one in the hanging commit too
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(GENEROUS);
        results.forEach(GroupCommitWriterTest::assertFails);
        store.letGo();
        assertThat(store.commits()).isEmpty();
    }

    @Test
    void shouldAnswerEveryWaiterWhenClosedUnderLoad() throws Exception {
        // Given
        for (int round = 0; round < 10; round++) {
            GroupCommitWriter loaded = new GroupCommitWriter(new TestStore(), 10_000, 100);
            List<CompletableFuture<ChangeResult>> results = new ArrayList<>();
            Thread submitter = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    results.add(loaded.submit(change(i)));
                }
            });
            submitter.start();

            // When
            loaded.close(GENEROUS);

            // Then
            submitter.join(GENEROUS.toMillis());
            CompletableFuture<?> all = CompletableFuture.allOf(results.toArray(CompletableFuture[]::new));
            assertThat(all.handle((ok, error) -> "answered").get(GENEROUS.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("answered");
        }
    }
}
