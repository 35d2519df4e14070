package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendLanesTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final int THREADS = 4;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SendLanes lanes = new SendLanes("test-lane", THREADS, timer);
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Throwable> failed = new LinkedBlockingQueue<>();
    private final AtomicInteger abandoned = new AtomicInteger();

    @AfterEach
    void close() {
        lanes.close();
        timer.shutdownNow();
    }

    private SendLanes.Task task(Supplier<Duration> body) {
        return new SendLanes.Task() {
            @Override
            public Duration run() {
                return body.get();
            }

            @Override
            public void failed(Throwable error) {
                failed.add(error);
            }

            @Override
            public void abandoned() {
                abandoned.incrementAndGet();
            }
        };
    }

    private SendLanes.Task named(String name) {
        return task(() -> {
            ran.add(name);
            return null;
        });
    }

    private SendLanes.Task countingDown(CountDownLatch latch) {
        return task(() -> {
            latch.countDown();
            return null;
        });
    }

    private SendLanes.Task blockedUntil(CountDownLatch latch) {
        return task(() -> {
            await(latch);
            return null;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Not in time");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldKeepTheOrderWhenTasksAreOfOneLane() {
        // Given
        CountDownLatch last = new CountDownLatch(1);
        List<String> expected = new ArrayList<>();

        // When
        for (int i = 0; i < 500; i++) {
            expected.add("t" + i);
            lanes.submit("lane", named("t" + i));
        }
        lanes.submit("lane", countingDown(last));

        // Then
        await(last);
        assertThat(ran).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldRunTheOtherLanesWhenSomeAreBlocked() {
        // Given all threads but one are blocked
        CountDownLatch unblock = new CountDownLatch(1);
        for (int i = 0; i < THREADS - 1; i++) {
            lanes.submit("blocked" + i, blockedUntil(unblock));
            lanes.submit("blocked" + i, named("behind"));
        }
        CountDownLatch done = new CountDownLatch(10);

        // When
        for (int i = 0; i < 10; i++) {
            lanes.submit("free" + i, countingDown(done));
        }

        // Then
        await(done);
        assertThat(ran).isEmpty();
        unblock.countDown();
    }

    @Test
    void shouldRunAgainBeforeTheNextWhenATaskRests() {
        // Given
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch last = new CountDownLatch(1);
        lanes.submit("lane", named("before"));

        // When
        lanes.submit("lane", task(() -> {
            ran.add("try" + tries.incrementAndGet());
            return tries.get() < 4 ? Duration.ofMillis(5) : null;
        }));
        lanes.submit("lane", named("after"));
        lanes.submit("lane", countingDown(last));

        // Then
        await(last);
        assertThat(ran).containsExactly("before", "try1", "try2", "try3", "try4", "after");
    }

    @Test
    void shouldHoldNoThreadWhenLanesRest() {
        // Given more resting lanes than threads
        for (int i = 0; i < THREADS * 3; i++) {
            lanes.submit("resting" + i, task(() -> Duration.ofHours(1)));
        }
        CountDownLatch done = new CountDownLatch(1);

        // When
        lanes.submit("free", countingDown(done));

        // Then
        await(done);
    }

    @Test
    void shouldGoOnWithTheLaneWhenATaskThrows() {
        // Given
        CountDownLatch last = new CountDownLatch(1);
        IllegalStateException exception = new IllegalStateException("thrown");
        StackOverflowError error = new StackOverflowError("thrown");

        // When
        lanes.submit("lane", task(() -> {
            throw exception;
        }));
        lanes.submit("lane", task(() -> {
            throw error;
        }));
        lanes.submit("lane", countingDown(last));

        // Then
        await(last);
        assertThat(failed).containsExactly(exception, error);
    }

    @Test
    void shouldForgetALaneWhenItsTasksAreDone() {
        // Given
        Object key = new Object();
        WeakReference<Object> remembered = new WeakReference<>(key);
        CountDownLatch done = new CountDownLatch(1);
        lanes.submit(key, countingDown(done));
        await(done);

        // When
        key = null;

        // Then
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (remembered.get() != null && System.nanoTime() < until) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(remembered.get()).isNull();
    }

    @Test
    void shouldRunEachTaskOnceAndInOrderWhenManyThreadsSubmit() throws Exception {
        // Given
        int submitters = 4;
        int laneCount = 20;
        int each = 2_000;
        CountDownLatch all = new CountDownLatch(submitters * each);
        ConcurrentHashMap<String, Integer> lastSeen = new ConcurrentHashMap<>();
        BlockingQueue<String> outOfOrder = new LinkedBlockingQueue<>();
        ConcurrentHashMap<Integer, AtomicInteger> inLane = new ConcurrentHashMap<>();

        // When
        List<Thread> threads = new ArrayList<>();
        for (int s = 0; s < submitters; s++) {
            int submitter = s;
            threads.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    int lane = (i * 7 + submitter) % laneCount;
                    int number = i;
                    AtomicInteger rests = new AtomicInteger(i % 100 == 0 ? 1 : 0);
                    lanes.submit(lane, task(() -> {
                        AtomicInteger running = inLane.computeIfAbsent(lane, l -> new AtomicInteger());
                        if (running.incrementAndGet() != 1) {
                            outOfOrder.add("two at a time in lane " + lane);
                        }
                        running.decrementAndGet();
                        if (rests.getAndDecrement() > 0) {
                            return Duration.ofMillis(1);
                        }
                        Integer before = lastSeen.put(submitter + "/" + lane, number);
                        if (before != null && before >= number) {
                            outOfOrder.add(number + " after " + before);
                        }
                        all.countDown();
                        return null;
                    }));
                }
            }));
        }
        threads.forEach(Thread::start);

        // Then
        await(all);
        assertThat(outOfOrder).isEmpty();
        assertThat(failed).isEmpty();
        assertThat(lastSeen).hasSize(submitters * laneCount);
    }

    @Test
    void shouldStartNoTaskWhenClosed() throws Exception {
        // Given a lane with a task under way and one behind it
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch unblock = new CountDownLatch(1);
        lanes.submit("lane", task(() -> {
            begun.countDown();
            await(unblock);
            ran.add("under way");
            return null;
        }));
        lanes.submit("lane", named("behind"));
        await(begun);

        // When
        lanes.close();
        unblock.countDown();
        lanes.submit("other", named("late"));

        // Then
        lanes.finish(Duration.ofSeconds(PATIENCE_SECONDS));
        assertThat(ran).containsExactly("under way");
    }

    @Test
    void shouldRunWhatIsLeftWhenFinished() {
        // Given
        CountDownLatch unblock = new CountDownLatch(1);
        lanes.submit("lane", blockedUntil(unblock));
        for (int i = 0; i < 10; i++) {
            lanes.submit("lane", named("t" + i));
        }
        timer.execute(unblock::countDown);

        // When
        lanes.finish(Duration.ofSeconds(PATIENCE_SECONDS));

        // Then
        assertThat(ran).hasSize(10);
        assertThat(abandoned).hasValue(0);
    }

    @Test
    void shouldTellTheTasksThatCouldNotRunWhenFinished() {
        // Given a lane that stays blocked
        CountDownLatch unblock = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        lanes.submit("lane", task(() -> {
            begun.countDown();
            await(unblock);
            return null;
        }));
        lanes.submit("lane", named("behind"));
        await(begun);

        // When
        lanes.finish(Duration.ofMillis(50));
        lanes.submit("late", named("late"));

        // Then the blocked one is told too, and ignores it
        assertThat(abandoned).hasValueGreaterThanOrEqualTo(3);
        assertThat(ran).isEmpty();
        unblock.countDown();
    }
}
