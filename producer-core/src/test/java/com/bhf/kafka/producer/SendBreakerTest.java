package com.bhf.kafka.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bhf.kafka.producer.SendBreaker.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendBreakerTest {
    private static final Duration OPEN_FOR = Duration.ofMinutes(1);

    private final SteppedClock clock = new SteppedClock();
    private final List<String> transitions = new ArrayList<>();
    private final SendBreaker breaker = new SendBreaker(
            "test", CircuitBreakerSettings.defaults(), clock, (from, to) -> transitions.add(from + "->" + to));

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.acquire().failure(new Exception("failed"));
        }
    }

    private void open() {
        fail(5);
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    private void waitUntilTrialsAreLetThrough() {
        clock.tick(OPEN_FOR.plusMillis(1));
    }

    @Test
    void shouldStayClosedWhenFourFailInARow() {
        // When
        fail(4);

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        breaker.acquire().release();
    }

    @Test
    void shouldOpenWhenFiveFailInARow() {
        // When
        fail(5);

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        assertThatThrownBy(breaker::acquire).isInstanceOf(CircuitOpenException.class);
        assertThat(transitions).containsExactly("CLOSED->OPEN");
    }

    @Test
    void shouldOpenAfterFiveMoreWhenASuccessCameInBetween() {
        // Given
        fail(4);
        breaker.acquire().success();
        fail(4);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);

        // When
        fail(1);

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void shouldOpenWhenFiveFailInARowAfterManySuccesses() {
        // Given
        for (int i = 0; i < 1_000; i++) {
            breaker.acquire().success();
        }

        // When
        fail(5);

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void shouldNeverOpenWhenSendsSayNothingAboutKafka() {
        // Given
        fail(4);

        // When
        for (int i = 0; i < 100; i++) {
            breaker.acquire().release();
        }

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        fail(1);
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void shouldTellTheTimeLeftWhenItRefuses() {
        // Given
        open();

        // When
        Duration atOnce = refusal();
        clock.tick(Duration.ofSeconds(45));
        Duration later = refusal();
        clock.tick(Duration.ofMillis(14_900));
        Duration lastMoment = refusal();

        // Then
        assertThat(atOnce).isEqualTo(OPEN_FOR);
        assertThat(later).isEqualTo(Duration.ofSeconds(15));
        assertThat(lastMoment).as("never less than a second").isEqualTo(Duration.ofSeconds(1));
    }

    private Duration refusal() {
        return catchThrowableOfType(CircuitOpenException.class, breaker::acquire)
                .retryAfter();
    }

    @Test
    void shouldNotRefuseWhenTheToldTimeIsOver() {
        // Given
        open();

        // When
        clock.tick(refusal().plusMillis(1));

        // Then
        breaker.acquire().success();
    }

    @Test
    void shouldLetOnlyTheTrialsThroughWhenHalfOpen() {
        // Given
        open();
        waitUntilTrialsAreLetThrough();

        // When
        List<Permit> trials = List.of(breaker.acquire(), breaker.acquire(), breaker.acquire());

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
        assertThat(trials).hasSize(3);
        assertThat(refusal()).as("a trial can end at any moment").isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldCloseWhenOneOfTheTrialsSucceeds() {
        // Given
        open();
        waitUntilTrialsAreLetThrough();
        List<Permit> trials = List.of(breaker.acquire(), breaker.acquire(), breaker.acquire());

        // When
        trials.get(0).failure(new Exception("failed"));
        trials.get(1).success();
        trials.get(2).failure(new Exception("failed"));

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void shouldOpenAgainForTheWholeTimeWhenAllTrialsFail() {
        // Given
        open();
        waitUntilTrialsAreLetThrough();
        List<Permit> trials = List.of(breaker.acquire(), breaker.acquire(), breaker.acquire());
        clock.tick(Duration.ofSeconds(30));

        // When
        trials.forEach(trial -> trial.failure(new Exception("failed")));

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        assertThat(refusal()).isEqualTo(OPEN_FOR);
    }

    @Test
    void shouldGiveTheTrialToAnotherWhenItIsReleased() {
        // Given
        open();
        waitUntilTrialsAreLetThrough();
        List<Permit> trials = List.of(breaker.acquire(), breaker.acquire(), breaker.acquire());

        // When
        trials.forEach(Permit::release);
        trials.forEach(Permit::release);

        // Then
        List<Permit> again = List.of(breaker.acquire(), breaker.acquire(), breaker.acquire());
        assertThatThrownBy(breaker::acquire).isInstanceOf(CircuitOpenException.class);
        again.forEach(Permit::success);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void shouldCountOnlyTheFirstEndWhenAPermitEndsTwice() {
        // Given
        Permit permit = breaker.acquire();

        // When
        for (int i = 0; i < 10; i++) {
            permit.failure(new Exception("failed"));
        }

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    /** Regression: resilience4j records a result into the state of now, whenever its call began. */
    @Test
    void shouldIgnoreResultsFromBeforeTheOutageWhenHalfOpen() {
        // Given sends of before the outage
        List<Permit> late = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            late.add(breaker.acquire());
        }
        open();
        waitUntilTrialsAreLetThrough();
        Permit trial = breaker.acquire();

        // When
        late.subList(0, 5).forEach(permit -> permit.failure(new Exception("failed")));
        late.subList(5, 10).forEach(Permit::success);
        late.subList(10, 20).forEach(Permit::release);

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
        breaker.acquire();
        breaker.acquire();
        assertThatThrownBy(breaker::acquire).as("no permit too many").isInstanceOf(CircuitOpenException.class);
        trial.release();
    }

    @Test
    void shouldIgnoreFailuresFromBeforeTheOutageWhenClosedAgain() {
        // Given
        List<Permit> late = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            late.add(breaker.acquire());
            late.add(breaker.unguarded());
        }
        open();
        waitUntilTrialsAreLetThrough();
        for (int i = 0; i < 3; i++) {
            breaker.acquire().success();
        }

        // When
        late.forEach(permit -> permit.failure(new Exception("failed")));

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void shouldCountUnguardedFailuresWhenClosed() {
        // When
        for (int i = 0; i < 5; i++) {
            breaker.unguarded().failure(new Exception("failed"));
        }

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void shouldCountAnUnguardedPermitOnceWhenItEndsTwice() {
        // Given
        Permit permit = breaker.unguarded();

        // When
        for (int i = 0; i < 10; i++) {
            permit.failure(new Exception("failed"));
        }

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void shouldCloseWhenAnUnguardedSendIsAcknowledged() {
        // Given
        open();
        Permit permit = breaker.unguarded();

        // When
        permit.success();

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        assertThat(transitions).containsExactly("CLOSED->OPEN", "OPEN->CLOSED");
    }

    @Test
    void shouldLeaveTheTrialsAloneWhenUnguardedSendsFail() {
        // Given
        open();
        waitUntilTrialsAreLetThrough();
        Permit trial = breaker.acquire();

        // When
        for (int i = 0; i < 10; i++) {
            breaker.unguarded().failure(new Exception("failed"));
            breaker.unguarded().release();
        }

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
        trial.success();
        breaker.acquire().success();
        breaker.acquire().success();
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    /** Otherwise a service that is asked for its readiness, and gets no sends while not ready, is never ready again. */
    @Test
    void shouldNotBeOpenAnyMoreWhenTheTimeIsOverAndNobodySends() {
        // Given
        open();

        // When
        waitUntilTrialsAreLetThrough();

        // Then
        assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
    }
}
