package com.bhf.kafka.producer;

import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The one completion of a send, whichever way it ends: called back on the I/O thread, called back on
 * the calling thread inside {@code send}, or thrown out of it. Only the first end counts.
 */
final class SendAttempt implements Callback {
    private final Thread caller = Thread.currentThread();
    private final CompletableFuture<SendOutcome> future = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Consumer<SendOutcome> beforeCompletion;
    /** Read and written by the calling thread only. */
    private boolean insideSend = true;

    /** @param beforeCompletion gives back what the send took; runs once, before any dependent of the future */
    SendAttempt(Consumer<SendOutcome> beforeCompletion) {
        this.beforeCompletion = beforeCompletion;
    }

    CompletableFuture<SendOutcome> future() {
        return future;
    }

    /** The calling thread has returned from {@code send}. */
    void returned() {
        insideSend = false;
    }

    /** {@code send} threw. */
    void thrown(Throwable error) {
        ErrorKind kind = ErrorClassifier.classify(error);
        end(ErrorClassifier.mayStillBeSent(error) ? new Unknown(kind, error) : new NotWritten(kind, error));
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
        if (error != null) {
            ErrorKind kind = ErrorClassifier.classify(error);
            end(onCallingThreadInsideSend() ? new NotWritten(kind, error) : new Unknown(kind, error));
        } else if (metadata != null) {
            end(new Acknowledged(
                    metadata.topic(),
                    metadata.partition(),
                    metadata.hasOffset() ? metadata.offset() : -1,
                    metadata.hasTimestamp() ? metadata.timestamp() : -1));
        }
    }

    private boolean onCallingThreadInsideSend() {
        return Thread.currentThread() == caller && insideSend;
    }

    private void end(SendOutcome outcome) {
        if (ended.compareAndSet(false, true)) {
            try {
                beforeCompletion.accept(outcome);
            } finally {
                future.complete(outcome);
            }
        }
    }
}
