package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.ChangeResult.CONFLICT;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static com.bhf.kafka.producer.delivery.SendFixtures.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who brings an open send to its end: what every {@link StatusStore} does with leases. */
public abstract class StatusStoreLeaseContract {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

    private final UUID alice = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();
    private StatusStore store;

    /** A new and empty store; it is closed after the test. */
    protected abstract StatusStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void accept(UUID owner, long... numbers) {
        List<StatusChange> accepts = LongStream.of(numbers)
                .<StatusChange>mapToObj(number -> new Accept(send(number), owner))
                .toList();
        assertThat(store.apply(accepts)).containsOnly(APPLIED);
    }

    private static List<UUID> ids(Claim claim) {
        return claim.taken().stream().map(open -> open.send().requestId()).toList();
    }

    @Test
    void shouldTakeNothingWhenTheOwnerHoldsItsLease() {
        store.claim(alice, LONG, 0);
        accept(alice, 1, 2);

        assertThat(store.claim(bob, LONG, 10)).isEqualTo(new Claim(true, List.of()));
        assertThat(store.apply(List.of(ok(id(1), 0)))).containsExactly(APPLIED);
    }

    @Test
    void shouldNotTakeItsOwnSends() {
        store.claim(alice, LONG, 0);
        accept(alice, 1);

        assertThat(store.claim(alice, LONG, 10).taken()).isEmpty();
    }

    @Test
    void shouldTakeWhatIsOpenWhenTheLeaseIsGivenUp() {
        store.claim(alice, LONG, 0);
        accept(alice, 1, 2, 3);
        store.apply(List.of(ok(id(2), 0), unknown(id(3), 0, "timeout")));
        store.claim(alice, Duration.ZERO, 0);

        Claim claim = store.claim(bob, LONG, 10);

        assertThat(ids(claim)).containsExactly(id(1), id(3));
        OpenSend third = claim.taken().get(1);
        assertThat(third.status()).isEqualTo(store.find(id(3)).orElseThrow());
        assertThat(third.status().error()).isEqualTo("timeout");
        assertThat(third.status().version()).isEqualTo(2);
        assertThat(third.send()).usingRecursiveComparison().isEqualTo(send(3));
    }

    @Test
    void shouldTakeWhatIsOpenWhenTheLeaseHasRunOut() {
        store.claim(alice, SHORT, 0);
        accept(alice, 1);
        long until = System.nanoTime() + PATIENCE_NANOS;

        List<UUID> taken = List.of();
        while (taken.isEmpty() && System.nanoTime() < until) {
            taken = ids(store.claim(bob, LONG, 10));
        }

        assertThat(taken).containsExactly(id(1));
    }

    @Test
    void shouldTakeLowestIdsFirstAndPageByPage() {
        accept(alice, 5, 1, 4, 2, 3);

        assertThat(ids(store.claim(bob, LONG, 2))).containsExactly(id(1), id(2));
        assertThat(ids(store.claim(bob, LONG, 2))).containsExactly(id(3), id(4));
        assertThat(ids(store.claim(bob, LONG, 2))).containsExactly(id(5));
        assertThat(ids(store.claim(bob, LONG, 2))).isEmpty();
    }

    @Test
    void shouldRefuseWhatTheFormerOwnerWritesAfterATakeover() {
        accept(alice, 1);
        store.claim(bob, LONG, 10);

        assertThat(store.apply(List.of(ok(id(1), 0)))).containsExactly(CONFLICT);
        assertThat(store.apply(List.of(ok(id(1), 1)))).containsExactly(APPLIED);
    }

    @Test
    void shouldFenceAnOwnerForEverWhenItWasFoundWithoutALease() {
        store.claim(alice, LONG, 0);
        store.claim(alice, Duration.ZERO, 0);
        store.claim(bob, LONG, 10);

        assertThat(store.claim(alice, LONG, 10)).isEqualTo(Claim.LOST);
        assertThat(store.claim(alice, LONG, 0).held()).isFalse();
        assertThat(store.claim(UUID.randomUUID(), LONG, 0).held()).isTrue();
    }

    @Test
    void shouldTakeWhatAFencedOwnerStillAccepts() {
        store.claim(alice, Duration.ZERO, 0);
        store.claim(bob, LONG, 10);
        accept(alice, 1);

        assertThat(ids(store.claim(bob, LONG, 10))).containsExactly(id(1));
    }

    @Test
    void shouldNotFenceWhenAClaimOnlyRenews() {
        store.claim(alice, Duration.ZERO, 0);
        accept(alice, 1);

        assertThat(store.claim(bob, LONG, 0)).isEqualTo(new Claim(true, List.of()));

        assertThat(store.claim(alice, LONG, 0).held()).isTrue();
        assertThat(store.claim(bob, LONG, 10).taken()).isEmpty();
    }

    @Test
    void shouldPassSendsOnWhenOneSurvivorDiesAfterTheOther() {
        UUID carol = UUID.randomUUID();
        accept(alice, 1, 2);
        store.claim(bob, LONG, 1);
        store.claim(bob, Duration.ZERO, 0);

        Claim claim = store.claim(carol, LONG, 10);

        assertThat(ids(claim)).containsExactly(id(1), id(2));
        assertThat(claim.taken()).extracting(open -> open.status().version()).containsExactly(2, 1);
    }
}
