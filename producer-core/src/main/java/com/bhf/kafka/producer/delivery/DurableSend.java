package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.ErrorClassifier;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands one durable send to its producer. A failure before the client took the record is certainly not
 * written, so trying again cannot duplicate, in either mode; that goes on until the deadline. A
 * send whose turn comes after it is not tried: with Kafka away each try would take {@code max.block.ms}
 * from all that wait behind it.
 */
final class DurableSend implements SendLanes.Task {
    private static final Duration LEASE_CHECK = Duration.ofMillis(100);

    private final OwnedSend owned;
    private final Attempts attempts;
    private final LeaseKeeper lease;
    private final UnknownTopics unknownTopics;
    private final Clock clock;
    private final Consumer<SendOutcome> ended;
    private NotWritten lastFailure = new NotWritten(
            ErrorKind.RETRIABLE,
            new TimeoutException("Earlier sends to the topic took so long that it was not tried in time"));
    private int tries;
    private volatile boolean begun;

    /**
     * How a send is tried.
     *
     * @param retryPause before try number {@code n + 1}; null when the first failure is the last
     */
    record Attempts(
            Function<ProducerRecord<byte[], byte[]>, CompletableFuture<SendOutcome>> call,
            Instant deadline,
            @Nullable IntFunction<Duration> retryPause) {

        Lane lane(AcceptedSend send) {
            return retryPause == null ? Lane.waitedFor(send) : Lane.patient(send);
        }
    }

    DurableSend(
            OwnedSend owned,
            Attempts attempts,
            LeaseKeeper lease,
            UnknownTopics unknownTopics,
            Clock clock,
            Consumer<SendOutcome> ended) {
        this.owned = owned;
        this.attempts = attempts;
        this.lease = lease;
        this.unknownTopics = unknownTopics;
        this.clock = clock;
        this.ended = ended;
    }

    @Override
    public @Nullable Duration run() {
        if (!clock.instant().isBefore(attempts.deadline())) {
            ended.accept(lastFailure);
            return null;
        }
        if (unknownTopics.isUnknown(owned.send().topic())) {
            ended.accept(new NotWritten(
                    ErrorKind.RETRIABLE,
                    new UnknownTopicOrPartitionException(
                            "There is no topic " + owned.send().topic())));
            return null;
        }
        return switch (lease.holdOf(owned.owner())) {
            case HELD -> send();
            case UNCERTAIN -> LEASE_CHECK;
            case LOST -> {
                owned.drop();
                yield null;
            }
        };
    }

    private @Nullable Duration send() {
        begun = true;
        CompletableFuture<SendOutcome> future =
                attempts.call().apply(owned.send().toProducerRecord());
        Duration pause = future.getNow(null) instanceof NotWritten failure ? pauseAfter(failure) : null;
        if (pause == null) {
            future.thenAccept(ended);
        }
        return pause;
    }

    /** @return null when it is not to be tried again */
    private @Nullable Duration pauseAfter(NotWritten failure) {
        IntFunction<Duration> retryPause = attempts.retryPause();
        if (retryPause == null || failure.kind() == ErrorKind.REJECTED || isWithoutTopic(failure)) {
            return null;
        }
        lastFailure = failure;
        return retryPause.apply(tries++);
    }

    private boolean isWithoutTopic(NotWritten failure) {
        String topic = owned.send().topic();
        if (ErrorClassifier.isUnknownTopic(failure.cause())) {
            return unknownTopics.saidUnknown(topic);
        }
        unknownTopics.saidOtherwise(topic);
        return false;
    }

    /** What was thrown does not prove that the client has not taken the record. */
    @Override
    public void failed(Throwable error) {
        ended.accept(new Unknown(ErrorClassifier.classify(error), error));
    }

    /** It is durable: it can be sent after the restart. */
    @Override
    public void abandoned() {
        if (!begun) {
            owned.answerPending();
        }
    }
}
