package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands one durable send to its producer. A failure before the client took the record is certainly not
 * written, so trying again cannot duplicate, in either mode; that goes on until the deadline.
 */
final class DurableSend implements SendLanes.Task {
    private final AcceptedSend send;
    private final ReliableProducer<byte[], byte[]> producer;
    private final DeliverySettings settings;
    private final Clock clock;
    private final Instant deadline;
    private final Consumer<SendOutcome> ended;
    private @Nullable NotWritten lastFailure;
    private int tries;

    DurableSend(
            AcceptedSend send,
            ReliableProducer<byte[], byte[]> producer,
            DeliverySettings settings,
            Clock clock,
            Instant deadline,
            Consumer<SendOutcome> ended) {
        this.send = send;
        this.producer = producer;
        this.settings = settings;
        this.clock = clock;
        this.deadline = deadline;
        this.ended = ended;
    }

    @Override
    public @Nullable Duration run() {
        if (lastFailure != null && !clock.instant().isBefore(deadline)) {
            ended.accept(lastFailure);
            return null;
        }
        CompletableFuture<SendOutcome> future = producer.sendDurable(send.toProducerRecord());
        if (future.getNow(null) instanceof NotWritten failure && failure.kind() != ErrorKind.REJECTED) {
            lastFailure = failure;
            return settings.retryPause(tries++);
        }
        future.thenAccept(ended);
        return null;
    }
}
