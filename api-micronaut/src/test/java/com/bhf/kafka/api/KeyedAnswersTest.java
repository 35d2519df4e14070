package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.KeyedResult;
import com.bhf.kafka.producer.delivery.KeyedResult.Earlier;
import com.bhf.kafka.producer.delivery.KeyedResult.Fresh;
import com.bhf.kafka.producer.delivery.LogOutcome;
import com.bhf.kafka.producer.delivery.SendState;
import com.bhf.kafka.producer.delivery.SendStatus;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.http.MutableHttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to what seldom happens on a real broker. */
class KeyedAnswersTest {
    private static final String PATH = "/api/v1/send";
    private static final AcceptedSend SEND = new AcceptedSend(
            UUID.randomUUID(), DeliveryMode.IDEMPOTENT, "e", "t", null, "k", null, List.of(), Instant.EPOCH);

    private final KeyMeters meters = new KeyMeters(new SimpleMeterRegistry());
    private final KeyedAnswers answers = new KeyedAnswers(new RequestLog(), meters);

    private static SendStatus status(SendState state, LogOutcome outcome, boolean isFinal) {
        return SendStatus.accepted(SEND)
                .after(new Transition(
                        SEND.requestId(), 0, state, outcome, isFinal, null, null, null, "why", 1, Instant.EPOCH));
    }

    private MutableHttpResponse<?> sync(KeyedResult result) {
        return answers.sync(result, SEND, PATH);
    }

    private static Problem problem(MutableHttpResponse<?> answer) {
        return answer.getBody(Problem.class).orElseThrow();
    }

    @Test
    void shouldSayForEverUnknownWhenTheFirstEndedSo() {
        // When
        MutableHttpResponse<?> answer = sync(new Earlier(status(SendState.ERROR, LogOutcome.UNKNOWN, true)));

        // Then
        assertThat(answer.code()).isEqualTo(504);
        assertThat(answer.getHeaders().get("Idempotency-Replayed")).isEqualTo("true");
        assertThat(answer.getHeaders().get("Retry-After")).isNull();
        assertThat(problem(answer).outcome()).isEqualTo("UNKNOWN");
        assertThat(problem(answer).retriable()).isFalse();
        assertThat(problem(answer).requestId()).isEqualTo(SEND.requestId().toString());
        assertThat(problem(answer).detail()).contains("why");
        assertThat(meters.counts()).isEqualTo(new KeyMeters.Counts(1, 0, 0));
    }

    @Test
    void shouldSayWrittenWhenThePlaceOfTheRecordIsNotKnown() {
        // Given
        SendStatus placeless = status(SendState.OK, LogOutcome.WRITTEN, true);

        // When
        MutableHttpResponse<?> answer = sync(new Earlier(placeless));

        // Then
        assertThat(answer.code()).isEqualTo(200);
        Answers.Written written = answer.getBody(Answers.Written.class).orElseThrow();
        assertThat(written.partition()).isNull();
        assertThat(written.offset()).isNull();
        assertThat(sync(new Fresh(status(SendState.OK, LogOutcome.WRITTEN, false), null))
                        .code())
                .isEqualTo(200);
    }

    @Test
    void shouldSayUnknownAndWhereToAskWhenTheOutcomeIsOpen() {
        // When
        MutableHttpResponse<?> answer = sync(new Fresh(status(SendState.ERROR, LogOutcome.UNKNOWN, false), null));

        // Then
        assertThat(answer.code()).isEqualTo(504);
        assertThat(answer.getHeaders().get("Idempotency-Replayed")).isNull();
        assertThat(answer.getHeaders().get("Location"))
                .endsWith(SEND.requestId().toString());
        assertThat(answer.getHeaders().get("Retry-After")).isEqualTo("1");
        assertThat(problem(answer).retriable())
                .as("its key keeps it from a second record")
                .isTrue();
    }

    @Test
    void shouldSayNotWrittenWhenOnlyTheStatusKnowsWhy() {
        // When
        MutableHttpResponse<?> answer = sync(new Fresh(status(SendState.ERROR, LogOutcome.NOT_WRITTEN, true), null));

        // Then
        assertThat(answer.code()).isEqualTo(503);
        assertThat(problem(answer).outcome()).isEqualTo("NOT_WRITTEN");
        assertThat(problem(answer).detail()).contains("why");
    }

    @Test
    void shouldTellTheEndWhenAnAsyncRequestIsRepeated() {
        // When
        MutableHttpResponse<?> answer =
                answers.async(new Earlier(status(SendState.ERROR, LogOutcome.UNKNOWN, true)), PATH);

        // Then
        assertThat(answer.code()).isEqualTo(202);
        assertThat(answer.getHeaders().get("Idempotency-Replayed")).isEqualTo("true");
        assertThat(answer.getBody(Answers.Accepted.class).orElseThrow().state()).isEqualTo("ERROR");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayUnknownWhenTheStoreMayHaveAccepted(boolean keyed) {
        // When
        MutableHttpResponse<?> answer =
                FailureAnswers.of(SEND, keyed, StatusStoreException.inDoubt("commit failed", null), PATH);

        // Then
        assertThat(answer.code()).isEqualTo(504);
        assertThat(problem(answer).outcome()).isEqualTo("UNKNOWN");
        assertThat(problem(answer).requestId()).isEqualTo(SEND.requestId().toString());
        assertThat(problem(answer).retriable()).isEqualTo(keyed);
        assertThat(answer.getHeaders().get("Location")).isNotNull();
    }

    @Test
    void shouldSayNotWrittenWhenTheStoreCertainlyHasNotAccepted() {
        // When
        MutableHttpResponse<?> answer =
                FailureAnswers.of(SEND, true, new StatusStoreException("disk full", null), PATH);

        // Then
        assertThat(answer.code()).isEqualTo(503);
        assertThat(problem(answer).outcome()).isEqualTo("NOT_WRITTEN");
    }
}
