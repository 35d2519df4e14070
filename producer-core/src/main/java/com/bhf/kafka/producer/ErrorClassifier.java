package com.bhf.kafka.producer;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Classifies failures by Kafka's own supertypes (KIP-1050), so that an exception of a later release
 * falls into its class by itself. Stateless.
 */
public final class ErrorClassifier {
    private static final int MAX_WRAPPERS = 20;

    private ErrorClassifier() {}

    public static ErrorKind classify(Throwable failure) {
        Throwable error = unwrap(failure);
        if (isRetriable(error)) {
            return ErrorKind.RETRIABLE;
        }
        return isFatal(error) ? ErrorKind.FATAL : ErrorKind.REJECTED;
    }

    /** Whether the cluster said that the topic does not exist, as opposed to not saying anything. */
    public static boolean isUnknownTopic(Throwable failure) {
        Throwable error = unwrap(failure);
        return error instanceof UnknownTopicOrPartitionException
                || error.getCause() instanceof UnknownTopicOrPartitionException;
    }

    private static boolean isRetriable(Throwable error) {
        return error instanceof RetriableException
                || error instanceof CircuitOpenException
                || error instanceof InterruptException
                // The client bumps its epoch and goes on, so a later attempt can succeed.
                || error instanceof OutOfOrderSequenceException;
    }

    /** After a plain KafkaException or IllegalStateException every send of that producer throws. */
    private static boolean isFatal(Throwable error) {
        return error instanceof ApplicationRecoverableException
                || error instanceof ClusterAuthorizationException
                || error instanceof AuthenticationException
                || error instanceof UnsupportedVersionException
                || error instanceof IllegalStateException
                || error.getClass() == KafkaException.class;
    }

    /** Whether the failure tells nothing of the cluster's health: bad input, or a caller that gave up waiting. */
    static boolean isNotKafkas(Throwable failure) {
        return classify(failure) == ErrorKind.REJECTED
                || isUnknownTopic(failure)
                || unwrap(failure) instanceof InterruptException;
    }

    /**
     * Whether {@code send} threw because of an error state that the producer leaves by itself: it
     * aborts its batches and starts anew (KAFKA-13668). {@code KafkaProducer.doSend} looks at that
     * state after it has appended the record, so this one throw does not prove that nothing is sent.
     */
    static boolean mayStillBeSent(Throwable thrown) {
        return thrown.getClass() == KafkaException.class && thrown.getCause() instanceof ClusterAuthorizationException;
    }

    /** Bounded, because exceptions can be made to cause each other. */
    private static Throwable unwrap(Throwable failure) {
        Throwable error = failure;
        for (int depth = 0; depth < MAX_WRAPPERS && isWrapper(error); depth++) {
            Throwable cause = error.getCause();
            if (cause == null) {
                return error;
            }
            error = cause;
        }
        return error;
    }

    private static boolean isWrapper(Throwable error) {
        return error instanceof CompletionException || error instanceof ExecutionException;
    }
}
