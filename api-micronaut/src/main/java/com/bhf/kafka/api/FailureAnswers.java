package com.bhf.kafka.api;

import com.bhf.kafka.producer.CircuitOpenException;
import com.bhf.kafka.producer.ErrorClassifier;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.PartitionOutOfRangeException;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.OverloadedException;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import com.bhf.kafka.producer.delivery.StoppingException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownServerException;

/** Turns failures into answers: the status code says what is known about the log. Stateless. */
final class FailureAnswers {
    private static final Duration SOON = Duration.ofSeconds(1);

    private FailureAnswers() {}

    /** The answer to a sync send that was not acknowledged. */
    static MutableHttpResponse<?> of(AcceptedSend send, Failed failure, String path) {
        boolean refusedByBroker =
                failure.kind() == ErrorKind.REJECTED && !(failure.cause() instanceof UnknownServerException);
        if (failure instanceof Unknown && !refusedByBroker) {
            return unknown(send, failure.cause(), path);
        }
        return notWritten(send, failure, path);
    }

    private static MutableHttpResponse<?> unknown(AcceptedSend send, Throwable cause, String path) {
        String detail = "The record may or may not be in the log; its header request-id tells. " + message(cause);
        return Problem.notWritten("outcome-unknown", HttpStatus.GATEWAY_TIMEOUT, detail, path, false)
                .withOutcome(Problem.UNKNOWN)
                .withRequestId(send.requestId().toString())
                .withException(cause)
                .toResponse();
    }

    private static MutableHttpResponse<?> notWritten(AcceptedSend send, Failed failure, String path) {
        Throwable cause = failure.cause();
        HttpStatus status = status(failure);
        boolean retriable = status == HttpStatus.SERVICE_UNAVAILABLE;
        Problem problem = Problem.notWritten(type(status), status, message(cause), path, retriable)
                .withRequestId(send.requestId().toString())
                .withException(cause);
        if (cause instanceof PartitionOutOfRangeException) {
            problem = problem.withParameter("partition");
        }
        if (!retriable) {
            return problem.toResponse();
        }
        return problem.toResponse(cause instanceof CircuitOpenException open ? open.retryAfter() : SOON);
    }

    private static HttpStatus status(Failed failure) {
        Throwable cause = failure.cause();
        if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
            return HttpStatus.REQUEST_ENTITY_TOO_LARGE;
        }
        if (ErrorClassifier.isUnknownTopic(cause)) {
            return HttpStatus.NOT_FOUND;
        }
        if (cause instanceof AuthorizationException) {
            return HttpStatus.FORBIDDEN;
        }
        return failure.kind() == ErrorKind.REJECTED ? HttpStatus.BAD_REQUEST : HttpStatus.SERVICE_UNAVAILABLE;
    }

    private static String type(HttpStatus status) {
        return switch (status) {
            case REQUEST_ENTITY_TOO_LARGE -> "too-large";
            case NOT_FOUND -> "unknown-topic";
            case FORBIDDEN -> "not-authorized";
            case BAD_REQUEST -> "refused";
            default -> "not-written";
        };
    }

    /** The answer to a request that the engine did not take. */
    static MutableHttpResponse<?> of(Throwable error, String path) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof OverloadedException full) {
            return Problem.notWritten("overloaded", HttpStatus.TOO_MANY_REQUESTS, message(cause), path, true)
                    .toResponse(full.retryAfter());
        }
        if (cause instanceof StatusStoreException) {
            String detail = "The status store cannot be used now, so nothing is accepted";
            return Problem.notWritten("store-unavailable", HttpStatus.SERVICE_UNAVAILABLE, detail, path, true)
                    .withException(cause)
                    .toResponse(SOON);
        }
        if (cause instanceof StoppingException) {
            return Problem.notWritten("stopping", HttpStatus.SERVICE_UNAVAILABLE, message(cause), path, true)
                    .toResponse(SOON);
        }
        throw new CompletionException(cause);
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
