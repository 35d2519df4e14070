package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.delivery.LeaseKeeper.Hold.HELD;
import static com.bhf.kafka.producer.delivery.LeaseKeeper.Hold.LOST;
import static com.bhf.kafka.producer.delivery.LeaseKeeper.Hold.UNCERTAIN;
import static com.bhf.kafka.producer.delivery.ReadBackFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class LeaseKeeperTest {
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final InMemoryStatusStore shared = new InMemoryStatusStore(10_000);
    private final CuttableStore store = new CuttableStore(shared);
    private final List<OpenEntry> inherited = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger withdrawn = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LeaseKeeper lease = new LeaseKeeper(
            store, LEASE, new Inheritance(Clock.systemUTC(), inherited::add), withdrawn::incrementAndGet, timer);

    @AfterEach
    void close() {
        store.mend();
        lease.close();
        timer.shutdownNow();
    }

    @Test
    void shouldHoldItsLeaseWhenTheStoreAnswersAndRenewIt() {
        lease.start();
        UUID owner = lease.owner();
        assertThat(lease.holdOf(owner)).isEqualTo(HELD);

        long renewals = System.nanoTime() + 2 * LEASE.toNanos();
        until(() -> System.nanoTime() > renewals);

        assertThat(lease.owner()).isEqualTo(owner);
        assertThat(lease.holdOf(owner)).isEqualTo(HELD);
        assertThat(withdrawn).hasValue(0);
    }

    @Test
    void shouldNameNoOwnerUntilTheStoreHasAnswered() {
        store.cut();
        lease.start();
        assertThatThrownBy(lease::owner).isInstanceOf(StatusStoreException.class);

        store.mend();

        until(() -> {
            try {
                return lease.holdOf(lease.owner()) == HELD;
            } catch (StatusStoreException notYet) {
                return false;
            }
        });
    }

    @Test
    void shouldBeUncertainAndWithdrawOnceWhileTheStoreDoesNotAnswer() {
        lease.start();
        UUID owner = lease.owner();

        store.cut();

        until(() -> withdrawn.get() > 0);
        assertThat(lease.holdOf(owner)).isEqualTo(UNCERTAIN);
        store.mend();
        until(() -> lease.holdOf(owner) == HELD);
        assertThat(lease.owner()).isEqualTo(owner);
        assertThat(withdrawn).hasValue(1);
    }

    @Test
    void shouldStopTrustingItsLeaseBeforeAnybodyElseMayTakeOver() {
        lease.start();
        UUID owner = lease.owner();
        shared.apply(List.of(new Accept(SendFixtures.send(1), owner)));
        UUID other = UUID.randomUUID();

        store.cut();

        until(() -> {
            boolean trusted = lease.holdOf(owner) == HELD;
            boolean taken = !shared.claim(other, LONG, 1).taken().isEmpty();
            assertThat(taken && trusted).isFalse();
            return taken;
        });
        assertThat(withdrawn).hasValue(1);
    }

    @Test
    void shouldBecomeAnotherOwnerAndWithdrawWhenItWasFenced() {
        lease.start();
        UUID owner = lease.owner();

        until(
                () -> { // it may renew between the two
                    shared.claim(owner, Duration.ZERO, 0);
                    shared.claim(UUID.randomUUID(), LONG, 1);
                    return lease.holdOf(owner) == LOST;
                });

        until(() -> withdrawn.get() == 1);
        until(() -> {
            try {
                return !lease.owner().equals(owner);
            } catch (StatusStoreException notYet) {
                return false;
            }
        });
    }

    @Test
    void shouldTakeOverWhatOthersLeftWithinItsRoom() {
        shared.apply(SendFixtures.accepts(1, 2_500));

        lease.start();

        until(() -> inherited.size() == 2_500);
        assertThat(inherited).allSatisfy(entry -> {
            assertThat(entry.owned().owner()).isEqualTo(lease.owner());
            assertThat(entry.version()).isOne();
        });
    }

    @Test
    void shouldLetOthersTakeOverAtOnceWhenItIsClosed() {
        lease.start();
        shared.apply(List.of(new Accept(SendFixtures.send(1), lease.owner())));

        lease.close();

        assertThat(shared.claim(UUID.randomUUID(), LONG, 10).taken()).hasSize(1);
    }
}
