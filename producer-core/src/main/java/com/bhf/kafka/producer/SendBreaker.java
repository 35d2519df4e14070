package com.bhf.kafka.producer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker whose permits remember the period in which they were given. resilience4j records a
 * result into the state of now; a send of before the outage, ending while half-open, would hand
 * back a permit that it never took. Results of an earlier period are therefore ignored. Thread-safe.
 *
 * <p>A permit and its period are taken in one step, under a lock: between resilience4j's change of state
 * and the news of it, a trial would get the old period, and its permit would never come back.
 */
final class SendBreaker {
    private static final Duration SHORTEST_RETRY_AFTER = Duration.ofSeconds(1);

    private final CircuitBreaker breaker;
    private final Clock clock;
    private final Duration openFor;
    private final Object lock = new Object();
    /** Guarded by {@link #lock}. */
    private Period period;
    /**
     * The present period while it is closed and its last result was a success: one more would change nothing, so that
     * it need not be recorded. Written under the lock; null in all other states.
     */
    private volatile @Nullable Period calm;

    /** The stretch of time between two changes of state; compared by identity. */
    private static final class Period {
        private final Instant start;

        Period(Instant start) {
            this.start = start;
        }
    }

    SendBreaker(
            String name,
            CircuitBreakerSettings settings,
            Clock clock,
            BiConsumer<CircuitState, CircuitState> transitionListener) {
        this.breaker = CircuitBreaker.of(name, config(settings, clock));
        this.clock = clock;
        this.openFor = settings.openFor();
        this.period = new Period(clock.instant());
        breaker.getEventPublisher().onStateTransition(event -> {
            period = new Period(clock.instant());
            transitionListener.accept(
                    stateOf(event.getStateTransition().getFromState()),
                    stateOf(event.getStateTransition().getToState()));
        });
    }

    /** A window of the last N calls, all of which must have failed: N failures in a row. */
    private static CircuitBreakerConfig config(CircuitBreakerSettings settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.failuresInARow())
                .minimumNumberOfCalls(settings.failuresInARow())
                .failureRateThreshold(100)
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(settings.trials())
                .writableStackTraceEnabled(false)
                .clock(clock)
                .build();
    }

    /** A permit that must be ended exactly once; throws when the breaker refuses. Does not block. */
    Permit acquire() {
        Period now = calm;
        if (now != null) {
            return new GuardedPermit(now);
        }
        synchronized (lock) {
            if (!breaker.tryAcquirePermission()) {
                throw new CircuitOpenException(retryAfter());
            }
            return new GuardedPermit(period);
        }
    }

    /** A permit that is never refused; see {@link ReliableProducer#sendDurable}. */
    Permit unguarded() {
        Period now = calm;
        if (now != null) {
            return new UnguardedPermit(now);
        }
        synchronized (lock) {
            return new UnguardedPermit(period);
        }
    }

    /** Half-open as soon as the next send would be let through, although resilience4j moves only with that send. */
    CircuitState state() {
        synchronized (lock) {
            CircuitState state = stateOf(breaker.getState());
            boolean over = state == CircuitState.OPEN && openTimeLeft().isNegative();
            return over ? CircuitState.HALF_OPEN : state;
        }
    }

    private void recordSuccess() {
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        calm = breaker.getState() == CircuitBreaker.State.CLOSED ? period : null;
    }

    private void recordFailure(Throwable error) {
        calm = null;
        breaker.onError(0, TimeUnit.NANOSECONDS, error);
    }

    /** While half-open a trial may end at any moment, and with it the refusals. */
    private Duration retryAfter() {
        Duration left = breaker.getState() == CircuitBreaker.State.OPEN ? openTimeLeft() : Duration.ZERO;
        return left.compareTo(SHORTEST_RETRY_AFTER) < 0 ? SHORTEST_RETRY_AFTER : left;
    }

    private Duration openTimeLeft() {
        return Duration.between(clock.instant(), period.start.plus(openFor));
    }

    private static CircuitState stateOf(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> CircuitState.OPEN;
            case HALF_OPEN -> CircuitState.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> CircuitState.CLOSED;
        };
    }

    /** The right to one send. All three ends are idempotent: only the first counts. */
    interface Permit {
        void success();

        void failure(Throwable error);

        /** Neither success nor failure: the send says nothing about Kafka's health. */
        void release();
    }

    /** Counts the first end only, and runs it under the lock. */
    private abstract class OncePermit implements Permit {
        private final Period issuedIn;
        private final AtomicBoolean ended = new AtomicBoolean();

        OncePermit(Period issuedIn) {
            this.issuedIn = issuedIn;
        }

        final Period issuedIn() {
            return issuedIn;
        }

        /** For an end that is not to be recorded. */
        final void end() {
            ended.set(true);
        }

        final void end(Runnable how) {
            if (ended.compareAndSet(false, true)) {
                synchronized (lock) {
                    how.run();
                }
            }
        }

        final void endInItsPeriod(Runnable how) {
            end(() -> {
                if (issuedIn == period) {
                    how.run();
                }
            });
        }
    }

    private final class GuardedPermit extends OncePermit {

        GuardedPermit(Period issuedIn) {
            super(issuedIn);
        }

        @Override
        public void success() {
            if (calm == issuedIn()) {
                end();
            } else {
                endInItsPeriod(SendBreaker.this::recordSuccess);
            }
        }

        @Override
        public void failure(Throwable error) {
            endInItsPeriod(() -> recordFailure(error));
        }

        @Override
        public void release() {
            endInItsPeriod(breaker::releasePermission);
        }
    }

    /** Took no permit, so gives none back: it feeds a closed breaker, and an acknowledgement closes it. */
    private final class UnguardedPermit extends OncePermit {

        UnguardedPermit(Period issuedIn) {
            super(issuedIn);
        }

        @Override
        public void success() {
            if (calm != null) {
                end();
                return;
            }
            end(() -> {
                if (closed()) {
                    recordSuccess();
                } else {
                    breaker.transitionToClosedState();
                }
            });
        }

        @Override
        public void failure(Throwable error) {
            endInItsPeriod(() -> {
                if (closed()) {
                    recordFailure(error);
                }
            });
        }

        @Override
        public void release() {
            // nothing was taken
        }

        private boolean closed() {
            return breaker.getState() == CircuitBreaker.State.CLOSED;
        }
    }
}
