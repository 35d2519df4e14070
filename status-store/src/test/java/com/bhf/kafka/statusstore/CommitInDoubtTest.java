package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.bhf.kafka.producer.delivery.Claim;
import com.bhf.kafka.producer.delivery.OpenSend;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import com.bhf.kafka.statusstore.FaultyCommits.Fault;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommitInDoubtTest {
    private static final Duration LEASE = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private final UUID owner = UUID.randomUUID();
    private HikariDataSource pool;
    private FaultyCommits commits;
    private StatusStore store;

    @BeforeEach
    void openStore() {
        pool = H2Files.pool(directory, ";WRITE_DELAY=0");
        commits = new FaultyCommits(pool);
        store = StatusStores.open(commits.dataSource());
    }

    @AfterEach
    void closeStore() {
        store.close();
        pool.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldSayThatChangesMayBeAppliedWhenTheCommitFails(Fault fault) {
        commits.failNextCommit(fault);

        assertThatThrownBy(() -> store.apply(accepts(1, 2)))
                .asInstanceOf(type(StatusStoreException.class))
                .matches(StatusStoreException::mayBeApplied);

        assertThat(store.find(id(1)).isPresent()).isEqualTo(fault == Fault.LOSE_THE_ANSWER);
    }

    @Test
    void shouldSayThatNothingIsAppliedWhenItFailsBeforeTheCommit() {
        assertThatThrownBy(() -> store.apply(List.of(H2Files.withoutOwner())))
                .asInstanceOf(type(StatusStoreException.class))
                .matches(e -> !e.mayBeApplied());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldHandOutWhatAClaimTookWhenItsCommitWasInDoubt(Fault fault) {
        store.apply(accepts(1, 5));
        store.claim(owner, LEASE, 0);
        failTakeover(fault, 3);
        failTakeover(fault, 3);

        Claim claim = store.claim(owner, LEASE, 5);

        assertThat(claim.taken())
                .extracting(open -> open.send().requestId())
                .containsExactly(id(1), id(2), id(3), id(4), id(5));
        for (OpenSend open : claim.taken()) {
            assertThat(store.find(open.send().requestId())).contains(open.status());
        }
        assertThat(store.claim(owner, LEASE, 5).taken()).isEmpty();
        assertThat(store.apply(List.of(ok(id(1), claim.taken().get(0).status().version()))))
                .containsExactly(APPLIED);
    }

    /** The first commit of a claim is the renewal. */
    private void failTakeover(Fault fault, int limit) {
        commits.failAfter(1, fault);
        assertThatThrownBy(() -> store.claim(owner, LEASE, limit)).isInstanceOf(StatusStoreException.class);
    }

    @Test
    void shouldNotHandOutWhatAnotherTookMeanwhile() {
        store.apply(accepts(1, 2));
        failTakeover(Fault.LOSE_THE_COMMIT, 2);
        assertThat(store.claim(UUID.randomUUID(), LEASE, 1).taken()).hasSize(1);

        assertThat(store.claim(owner, LEASE, 2).taken())
                .extracting(open -> open.send().requestId())
                .containsExactly(id(2));
    }
}
