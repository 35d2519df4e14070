package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchedStoreTest {
    private final TestStore store = new TestStore();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // nanoTime may overflow
    private final WatchedStore watched = new WatchedStore(store, now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos() + 1);
    }

    private void write() {
        watched.apply(List.of(SendFixtures.accept(TestSends.send("e"))));
    }

    private void renew() {
        watched.claim(UUID.randomUUID(), Duration.ofSeconds(10), 0);
    }

    private void fail() {
        store.failWith(new StatusStoreException("disk full", null));
        assertThatThrownBy(this::write).hasMessage("disk full");
        store.failWith(null);
    }

    @Test
    void shouldHaveNoProblemWhenWritesSucceed() {
        assertThat(watched.problem()).isEmpty();
        write();
        pass(Duration.ofDays(1));
        assertThat(watched.problem()).isEmpty();
    }

    @Test
    void shouldNameTheProblemWhenAWriteOrARenewalFailed() {
        fail();
        assertThat(watched.problem()).contains("disk full");

        // A time long enough alone proves nothing.
        pass(WatchedStore.DISTRUST);
        store.failWith(new StatusStoreException("gone", null));
        assertThatThrownBy(this::renew).hasMessage("gone");
        pass(WatchedStore.DISTRUST);
        assertThat(watched.problem()).contains("gone");
    }

    @Test
    void shouldTrustAgainOnlyWhenTheFailureIsOldAndAWriteSucceeded() {
        fail();
        pass(Duration.ZERO);
        renew();
        assertThat(watched.problem()).contains("disk full");

        pass(WatchedStore.DISTRUST);
        assertThat(watched.problem()).isEmpty();
    }

    @Test
    void shouldNameTheProblemWhenAWriteDoesNotEnd() throws Exception {
        // Given
        store.hold();
        CompletableFuture<Void> hanging = CompletableFuture.runAsync(this::write);
        store.awaitHeldCommit();
        assertThat(watched.problem()).isEmpty();

        // When
        pass(WatchedStore.SLOW);

        // Then
        assertThat(watched.problem().orElseThrow()).contains("not ended");
        store.letGo();
        hanging.get();
        assertThat(watched.problem()).isEmpty();
    }
}
