package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneThreadsTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final int MOST = 4;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LaneThreads threads = new LaneThreads("test-lane", MOST, timer);
    private final CountDownLatch unblock = new CountDownLatch(1);
    private final Set<Thread> used = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        unblock.countDown();
        threads.shutdown();
        timer.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CountDownLatch block(int times) {
        CountDownLatch blocked = new CountDownLatch(times);
        for (int i = 0; i < times; i++) {
            threads.execute(() -> {
                blocked.countDown();
                await(unblock);
            });
        }
        return blocked;
    }

    private void runQuickOnes(int times) {
        CountDownLatch done = new CountDownLatch(times);
        for (int i = 0; i < times; i++) {
            threads.execute(() -> {
                used.add(Thread.currentThread());
                done.countDown();
            });
        }
        await(done);
    }

    @Test
    void shouldDoWithOneThreadWhenNothingBlocks() {
        // When
        runQuickOnes(10_000);

        // Then
        assertThat(used).hasSize(1);
    }

    @Test
    void shouldGoOnWhenAllThreadsButOneAreStuck() {
        // Given
        await(block(MOST - 1));

        // When
        runQuickOnes(100);

        // Then
        assertThat(used).hasSize(1);
    }

    @Test
    void shouldBeGoingOnWhenALongTaskTakesItsTurns() {
        // Given a task that goes on for longer than it takes to be held for stuck
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(() -> {
            long until = System.nanoTime() + LaneThreads.STUCK.multipliedBy(20).toNanos();
            while (System.nanoTime() < until) {
                LaneThreads.tookATurn();
            }
            used.add(Thread.currentThread());
            done.countDown();
        });

        // When
        runQuickOnes(100);

        // Then
        await(done);
        assertThat(used).hasSize(1);
    }

    @Test
    void shouldHaveNoMoreThanTheLimitWhenAllAreStuck() {
        // Given
        await(block(MOST));
        CountDownLatch late = new CountDownLatch(1);

        // When
        threads.execute(late::countDown);

        // Then
        assertThat(late.getCount()).isEqualTo(1);
        unblock.countDown();
        await(late);
    }

    @Test
    void shouldDoWithOneThreadAgainWhenNoneIsStuckAnyMore() {
        // Given
        await(block(MOST - 1));
        runQuickOnes(10);
        unblock.countDown();

        // When one after the other has found nothing to do
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        do {
            used.clear();
            for (int i = 0; i < 1_000; i++) {
                runQuickOnes(1);
            }
        } while (used.size() > 1 && System.nanoTime() < until);

        // Then
        assertThat(used).hasSize(1);
    }
}
