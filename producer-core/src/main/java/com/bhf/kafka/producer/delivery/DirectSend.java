package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.ErrorClassifier;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A send without a row: tried once, and not at all when its turn comes too late. */
final class DirectSend implements SendLanes.Task {
    private final AcceptedSend send;
    private final ReliableProducer<byte[], byte[]> producer;
    private final long waitUntilNanos;
    private final CompletableFuture<SendOutcome> result;
    private final AtomicBoolean begun = new AtomicBoolean();

    DirectSend(
            AcceptedSend send,
            ReliableProducer<byte[], byte[]> producer,
            Duration maxWait,
            CompletableFuture<SendOutcome> result) {
        this.send = send;
        this.producer = producer;
        this.waitUntilNanos = System.nanoTime() + maxWait.toNanos();
        this.result = result;
    }

    @Override
    public @Nullable Duration run() {
        if (!begun.compareAndSet(false, true)) {
            return null;
        }
        if (System.nanoTime() - waitUntilNanos > 0) {
            result.complete(new SendOutcome.NotWritten(
                    ErrorKind.RETRIABLE,
                    new TimeoutException("Earlier sends to the topic took longer than max.block.ms")));
        } else {
            producer.send(send.toProducerRecord()).thenAccept(result::complete);
        }
        return null;
    }

    /** What was thrown does not prove that the client has not taken the record. */
    @Override
    public void failed(Throwable error) {
        result.complete(new SendOutcome.Unknown(ErrorClassifier.classify(error), error));
    }

    @Override
    public void abandoned() {
        if (begun.compareAndSet(false, true)) {
            result.complete(new SendOutcome.NotWritten(ErrorKind.RETRIABLE, new StoppingException()));
        }
    }
}
