package com.bhf.kafka.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.SendBreaker.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.RepeatedTest;

/** Whatever happens, in any order and from any thread: the breaker never stays shut for good. */
class SendBreakerPropertyTest {
    private static final Duration OPEN_FOR = Duration.ofSeconds(10);

    enum Step {
        ACQUIRE,
        UNGUARDED,
        SUCCESS,
        FAILURE,
        FAILURE_OF_THE_OLDEST,
        RELEASE,
        TICK
    }

    @Property(tries = 500)
    void shouldCloseAgainWhenKafkaIsBack(
            @ForAll @Size(max = 200) List<Step> steps,
            @ForAll @IntRange(min = 1, max = 4) int failuresInARow,
            @ForAll @IntRange(min = 1, max = 4) int trials) {
        // Given
        SteppedClock clock = new SteppedClock();
        SendBreaker breaker = new SendBreaker(
                "test", new CircuitBreakerSettings(failuresInARow, OPEN_FOR, trials), clock, (from, to) -> {});
        List<Permit> open = new ArrayList<>();

        // When
        steps.forEach(step -> run(step, breaker, clock, open));
        open.forEach(Permit::release);

        // Then
        assertClosesAgain(breaker, clock, trials);
    }

    /** Also for sends that overlap: results count in the order in which they come, whoever got the permit. */
    @Property(tries = 500)
    void shouldOpenWithTheLastOfSoManyFailuresInARow(
            @ForAll @Size(max = 60) List<Boolean> successes,
            @ForAll @Size(value = 60) List<Boolean> guarded,
            @ForAll @IntRange(min = 1, max = 4) int failuresInARow) {
        // Given
        SendBreaker breaker = new SendBreaker(
                "test", new CircuitBreakerSettings(failuresInARow, OPEN_FOR, 1), new SteppedClock(), (from, to) -> {});
        List<Permit> permits = guarded.stream()
                .map(each -> each ? breaker.acquire() : breaker.unguarded())
                .toList();
        int inARow = 0;

        for (int i = 0; i < successes.size() && inARow < failuresInARow; i++) {
            // When
            if (successes.get(i)) {
                permits.get(i).success();
                inARow = 0;
            } else {
                permits.get(i).failure(new Exception("failed"));
                inARow++;
            }

            // Then
            CircuitState expected = inARow == failuresInARow ? CircuitState.OPEN : CircuitState.CLOSED;
            assertThat(breaker.state()).isEqualTo(expected);
        }
    }

    private static void run(Step step, SendBreaker breaker, SteppedClock clock, List<Permit> open) {
        switch (step) {
            case ACQUIRE -> tryAcquire(breaker, open);
            case UNGUARDED -> open.add(breaker.unguarded());
            case TICK -> clock.tick(OPEN_FOR.dividedBy(2).plusMillis(1));
            case SUCCESS -> newest(open).success();
            case FAILURE -> newest(open).failure(new Exception("failed"));
            case FAILURE_OF_THE_OLDEST ->
                (open.isEmpty() ? breaker.unguarded() : open.remove(0)).failure(new Exception("failed"));
            case RELEASE -> newest(open).release();
        }
    }

    private static Permit newest(List<Permit> open) {
        return open.isEmpty() ? NOTHING : open.remove(open.size() - 1);
    }

    private static final Permit NOTHING = new Permit() {
        @Override
        public void success() {}

        @Override
        public void failure(Throwable error) {}

        @Override
        public void release() {}
    };

    private static void tryAcquire(SendBreaker breaker, List<Permit> open) {
        try {
            open.add(breaker.acquire());
        } catch (CircuitOpenException refused) {
            assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), OPEN_FOR);
        }
    }

    /** All permits have ended: after the longest wait as many successes as there are trials must do. */
    private static void assertClosesAgain(SendBreaker breaker, SteppedClock clock, int trials) {
        clock.tick(OPEN_FOR.plusMillis(1));
        for (int i = 0; i < trials; i++) {
            breaker.acquire().success();
        }
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    /** The state changes under the feet of the senders; one trial, so that a single lost permit shows. */
    @RepeatedTest(5)
    void shouldLoseNoPermitWhenManyThreadsSend() throws Exception {
        // Given
        int threads = 8;
        SteppedClock clock = new SteppedClock();
        SendBreaker breaker =
                new SendBreaker("test", new CircuitBreakerSettings(1, OPEN_FOR, 1), clock, (from, to) -> {});
        CyclicBarrier round = new CyclicBarrier(threads, () -> assertClosesAgain(breaker, clock, 1));
        ExecutorService pool = Executors.newFixedThreadPool(threads);

        // When
        List<Future<?>> senders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(i);
            senders.add(pool.submit(() -> {
                for (int n = 0; n < 400; n++) {
                    sendSome(breaker, clock, random);
                    round.await(20, TimeUnit.SECONDS);
                }
                return null;
            }));
        }

        // Then each round has found the breaker able to close
        for (Future<?> sender : senders) {
            sender.get(60, TimeUnit.SECONDS);
        }
        pool.shutdown();
    }

    private static void sendSome(SendBreaker breaker, SteppedClock clock, Random random) {
        for (int i = 0; i < 10; i++) {
            List<Permit> mine = new ArrayList<>();
            tryAcquire(breaker, mine);
            if (random.nextInt(4) == 0) {
                clock.tick(OPEN_FOR.plusMillis(1));
            }
            for (Permit permit : mine) {
                switch (random.nextInt(3)) {
                    case 0 -> permit.success();
                    case 1 -> permit.failure(new Exception("failed"));
                    default -> permit.release();
                }
            }
        }
    }
}
