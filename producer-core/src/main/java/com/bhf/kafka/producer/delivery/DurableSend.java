package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.ErrorClassifier;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hands one durable send to its producer. A failure before the client took the record is certainly not
 * written, so trying again cannot duplicate, in either mode; that goes on until the deadline. A
 * send whose turn comes after it is not tried: with Kafka away each try would take {@code max.block.ms}
 * from all that wait behind it.
 */
final class DurableSend implements SendLanes.Task {
    private final AcceptedSend send;
    private final ReliableProducer<byte[], byte[]> producer;
    private final DeliverySettings settings;
    private final Clock clock;
    private final Instant deadline;
    private final Consumer<SendOutcome> ended;
    private NotWritten lastFailure = new NotWritten(
            ErrorKind.RETRIABLE,
            new TimeoutException("Earlier sends to the topic took so long that it was not tried in time"));
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
        if (!clock.instant().isBefore(deadline)) {
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

    /** What was thrown does not prove that the client has not taken the record. */
    @Override
    public void failed(Throwable error) {
        ended.accept(new Unknown(ErrorClassifier.classify(error), error));
    }

    /** It is durable: it can be sent after the restart. */
    @Override
    public void abandoned() {}
}
