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

/**
 * A circuit breaker whose permits remember the period in which they were given. resilience4j records a
 * result into the state of now; a send of before the outage, ending while half-open, would hand
 * back a permit that it never took. Results of an earlier period are therefore ignored. Thread-safe.
 */
final class SendBreaker {
    private static final Duration SHORTEST_RETRY_AFTER = Duration.ofSeconds(1);

    private final CircuitBreaker breaker;
    private final Clock clock;
    private final Duration openFor;
    private volatile Period period;

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
        if (!breaker.tryAcquirePermission()) {
            throw new CircuitOpenException(retryAfter());
        }
        return new GuardedPermit(period);
    }

    /** A permit that is never refused; see {@link ReliableProducer#sendDurable}. */
    Permit unguarded() {
        return new UnguardedPermit();
    }

    CircuitState state() {
        return stateOf(breaker.getState());
    }

    private Duration retryAfter() {
        Duration left = Duration.between(clock.instant(), period.start.plus(openFor));
        return left.compareTo(SHORTEST_RETRY_AFTER) < 0 ? SHORTEST_RETRY_AFTER : left;
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

    private final class GuardedPermit implements Permit {
        private final Period issuedIn;
        private final AtomicBoolean ended = new AtomicBoolean();

        GuardedPermit(Period issuedIn) {
            this.issuedIn = issuedIn;
        }

        @Override
        public void success() {
            if (countsNow()) {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void failure(Throwable error) {
            if (countsNow()) {
                breaker.onError(0, TimeUnit.NANOSECONDS, error);
            }
        }

        @Override
        public void release() {
            if (countsNow()) {
                breaker.releasePermission();
            }
        }

        private boolean countsNow() {
            return ended.compareAndSet(false, true) && issuedIn == period;
        }
    }

    /** Took no permit, so gives none back: it feeds a closed breaker, and an acknowledgement closes it. */
    private final class UnguardedPermit implements Permit {

        @Override
        public void success() {
            if (breaker.getState() == CircuitBreaker.State.CLOSED) {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            } else {
                breaker.transitionToClosedState();
            }
        }

        @Override
        public void failure(Throwable error) {
            if (breaker.getState() == CircuitBreaker.State.CLOSED) {
                breaker.onError(0, TimeUnit.NANOSECONDS, error);
            }
        }

        @Override
        public void release() {
            // nothing was taken
        }
    }
}
