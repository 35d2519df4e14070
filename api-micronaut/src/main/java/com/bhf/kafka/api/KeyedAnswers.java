package com.bhf.kafka.api;

import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.KeyedResult;
import com.bhf.kafka.producer.delivery.KeyedResult.Earlier;
import com.bhf.kafka.producer.delivery.KeyedResult.Fresh;
import com.bhf.kafka.producer.delivery.KeyedResult.Mismatch;
import com.bhf.kafka.producer.delivery.LogOutcome;
import com.bhf.kafka.producer.delivery.SendStatus;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/** The answers to requests with an idempotency key: those of the first request, whoever asks. Thread-safe. */
@Singleton
final class KeyedAnswers {
    private static final String REPLAYED = "Idempotency-Replayed";

    private final RequestLog log;
    private final KeyMeters meters;

    KeyedAnswers(RequestLog log, KeyMeters meters) {
        this.log = log;
        this.meters = meters;
    }

    /** The answer to a caller that does not wait. */
    MutableHttpResponse<?> async(KeyedResult result, String path) {
        if (result instanceof Fresh fresh) {
            return Answers.accepted(fresh.status());
        }
        return result instanceof Earlier earlier
                ? replayed(earlier.status(), Answers.accepted(earlier.status()))
                : mismatch((Mismatch) result, path);
    }

    /** The answer to a caller that waits. */
    MutableHttpResponse<?> sync(KeyedResult result, AcceptedSend send, String path) {
        if (result instanceof Fresh fresh) {
            return first(fresh, send, path);
        }
        return result instanceof Earlier earlier ? repeated(earlier.status(), path) : mismatch((Mismatch) result, path);
    }

    private static MutableHttpResponse<?> first(Fresh fresh, AcceptedSend send, String path) {
        SendStatus status = fresh.status();
        Failed failure = fresh.failure();
        return switch (status.outcome()) {
            case WRITTEN -> HttpResponse.ok(Answers.Written.of(status));
            case NOT_WRITTEN ->
                failure == null
                        ? FailureAnswers.notWritten(status, path)
                        : FailureAnswers.notWritten(send, failure, path);
            case UNKNOWN -> FailureAnswers.stillOpen(status, path);
        };
    }

    private MutableHttpResponse<?> repeated(SendStatus status, String path) {
        if (!status.isFinal()) {
            log.conflict(status);
            meters.conflict();
            return open(status, path);
        }
        return replayed(status, ended(status, path));
    }

    private static MutableHttpResponse<?> ended(SendStatus status, String path) {
        if (status.outcome() == LogOutcome.WRITTEN) {
            return HttpResponse.ok(Answers.Written.of(status));
        }
        return status.outcome() == LogOutcome.UNKNOWN
                ? FailureAnswers.neverKnown(status, path)
                : FailureAnswers.notWritten(status, path);
    }

    private MutableHttpResponse<?> replayed(SendStatus status, MutableHttpResponse<?> answer) {
        log.replayed(status);
        meters.replay();
        return answer.header(REPLAYED, "true");
    }

    private static MutableHttpResponse<?> open(SendStatus status, String path) {
        String detail = "The first request with this idempotency key is still open";
        return Problem.notWritten("request-open", HttpStatus.CONFLICT, detail, path, true)
                .withOutcome(status.outcome().name())
                .withRequestId(status.requestId().toString())
                .toResponse(Answers.POLL_AFTER)
                .header("Location", Answers.location(status.requestId()));
    }

    private MutableHttpResponse<?> mismatch(Mismatch other, String path) {
        log.mismatch(other.requestId());
        meters.mismatch();
        String detail = "The idempotency key of this request stands for another one";
        return Problem.notWritten("key-reused", HttpStatus.UNPROCESSABLE_ENTITY, detail, path, false)
                .withRequestId(other.requestId().toString())
                .toResponse();
    }
}
