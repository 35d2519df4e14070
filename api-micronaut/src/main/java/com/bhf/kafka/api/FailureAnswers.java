package com.bhf.kafka.api;

import com.bhf.kafka.producer.CircuitOpenException;
import com.bhf.kafka.producer.ErrorClassifier;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.PartitionOutOfRangeException;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.KeyReleasedException;
import com.bhf.kafka.producer.delivery.OverloadedException;
import com.bhf.kafka.producer.delivery.SendStatus;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import com.bhf.kafka.producer.delivery.StoppingException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.UUID;
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
        return unknown(send.requestId(), detail, path, false)
                .withException(cause)
                .toResponse();
    }

    /** The answer to a keyed send whose outcome its status will tell. It may be repeated: its key keeps it from a second record. */
    static MutableHttpResponse<?> stillOpen(SendStatus status, String path) {
        String detail = "The record may or may not be in the log; the status tells once it is known" + because(status);
        return unknown(status.requestId(), detail, path, true)
                .toResponse(Answers.POLL_AFTER)
                .header("Location", Answers.location(status.requestId()));
    }

    /** The answer to a keyed send that has ended without an outcome. */
    static MutableHttpResponse<?> neverKnown(SendStatus status, String path) {
        String detail = "It cannot be known whether the record was in the log" + because(status);
        return unknown(status.requestId(), detail, path, false).toResponse();
    }

    private static String because(SendStatus status) {
        return status.error() == null ? "" : ". " + status.error();
    }

    private static Problem unknown(UUID requestId, String detail, String path, boolean retriable) {
        return Problem.notWritten("outcome-unknown", HttpStatus.GATEWAY_TIMEOUT, detail, path, retriable)
                .withOutcome(Problem.UNKNOWN)
                .withRequestId(requestId.toString());
    }

    /** The answer to a keyed send that has ended without a record, for a reason that only its status holds. */
    static MutableHttpResponse<?> notWritten(SendStatus status, String path) {
        String detail = "The record is not in the log" + because(status);
        return Problem.notWritten("not-written", HttpStatus.SERVICE_UNAVAILABLE, detail, path, true)
                .withRequestId(status.requestId().toString())
                .toResponse(SOON);
    }

    static MutableHttpResponse<?> notWritten(AcceptedSend send, Failed failure, String path) {
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

    /**
     * The answer to a send that the engine did not take, or may not have taken.
     *
     * @param keyed whether an idempotency key keeps a repetition from a second record
     */
    static MutableHttpResponse<?> of(AcceptedSend send, boolean keyed, Throwable error, String path) {
        Throwable cause = unwrapped(error);
        if (cause instanceof StatusStoreException store && store.mayBeApplied()) {
            String detail = "The request may or may not have been accepted; the status tells once it is known";
            return unknown(send.requestId(), detail, path, keyed)
                    .withException(cause)
                    .toResponse(Answers.POLL_AFTER)
                    .header("Location", Answers.location(send.requestId()));
        }
        return of(cause, path);
    }

    private static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** The answer to a request that was not taken. */
    static MutableHttpResponse<?> of(Throwable error, String path) {
        Throwable cause = unwrapped(error);
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
        if (cause instanceof KeyReleasedException) {
            return Problem.notWritten("key-released", HttpStatus.SERVICE_UNAVAILABLE, message(cause), path, true)
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
