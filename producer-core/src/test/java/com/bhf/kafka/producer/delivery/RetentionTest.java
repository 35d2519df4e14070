package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.InvalidSettingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-01-08T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private @Nullable Retention retention;

    @AfterEach
    void close() {
        if (retention != null) {
            retention.close();
        }
    }

    @Test
    void shouldDeleteBatchAfterBatchWhenMoreAreOld() throws Exception {
        // Given
        OldRows rows = new OldRows(1_200);

        // When
        retention = new Retention(rows, WEEK, AT_ONCE, CLOCK);

        // Then
        assertThat(List.of(rows.deleted(), rows.deleted(), rows.deleted())).containsExactly(500, 500, 200);
        assertThat(rows.before).isEqualTo(NOW.minus(WEEK));
    }

    @Test
    void shouldGoOnWhenTheStoreIsBackAfterAFailure() throws Exception {
        // Given
        OldRows rows = new OldRows(10);
        rows.failures = 2;

        // When
        retention = new Retention(rows, WEEK, AT_ONCE, CLOCK);

        // Then
        assertThat(rows.deleted()).isEqualTo(10);
    }

    @Test
    void shouldRefuseToKeepNothing() {
        assertThatThrownBy(() -> new Retention(new OldRows(0), Duration.ZERO, AT_ONCE, CLOCK))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("STATUS_RETENTION");
    }

    /** A store that holds a number of old final rows. */
    private static final class OldRows implements StatusStore {
        private final BlockingQueue<Integer> batches = new LinkedBlockingQueue<>();
        private volatile Instant before = Instant.MAX;
        private volatile int failures;
        private int left;

        OldRows(int count) {
            left = count;
        }

        int deleted() throws InterruptedException {
            Integer batch = batches.poll(20, TimeUnit.SECONDS);
            assertThat(batch).as("a batch was deleted in time").isNotNull();
            return batch;
        }

        @Override
        public synchronized int purge(Instant completedBefore, int limit) {
            if (failures > 0) {
                failures--;
                throw new StatusStoreException("away", null);
            }
            before = completedBefore;
            int batch = Math.min(left, limit);
            left -= batch;
            batches.add(batch);
            return batch;
        }

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
        public void close() {}
    }
}
