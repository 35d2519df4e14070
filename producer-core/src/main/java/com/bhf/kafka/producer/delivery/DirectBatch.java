package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.ErrorClassifier;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends of one lane without rows, in their order: each is tried once, and not at all when its turn comes too late. */
final class DirectBatch implements SendLanes.Task {
    private final ReliableProducer<byte[], byte[]> producer;
    private final long waitUntilNanos;
    private final List<Member> members = new ArrayList<>();
    /** Whoever raises it decides on that member. */
    private final AtomicInteger next = new AtomicInteger();

    private record Member(AcceptedSend send, Consumer<SendOutcome> ended) {}

    DirectBatch(ReliableProducer<byte[], byte[]> producer, Duration maxWait) {
        this.producer = producer;
        this.waitUntilNanos = System.nanoTime() + maxWait.toNanos();
    }

    /** Before it is handed to its lane only. */
    void add(AcceptedSend send, Consumer<SendOutcome> ended) {
        members.add(new Member(send, ended));
    }

    @Override
    public @Nullable Duration run() {
        for (int i = next.getAndIncrement(); i < members.size(); i = next.getAndIncrement()) {
            run(members.get(i));
        }
        return null;
    }

    private void run(Member member) {
        if (System.nanoTime() - waitUntilNanos > 0) {
            member.ended()
                    .accept(new NotWritten(
                            ErrorKind.RETRIABLE,
                            new TimeoutException("Earlier sends to the topic took longer than max.block.ms")));
            return;
        }
        try {
            producer.send(member.send().toProducerRecord()).thenAccept(member.ended());
        } catch (RuntimeException | Error thrown) {
            // What was thrown does not prove that the client has not taken the record.
            member.ended().accept(new SendOutcome.Unknown(ErrorClassifier.classify(thrown), thrown));
            throw thrown;
        }
    }

    /** One of them threw; what stood behind it was not tried. */
    @Override
    public void failed(Throwable error) {
        refuseRest(new IllegalStateException("An earlier send of the batch failed: " + error, error));
    }

    @Override
    public void abandoned() {
        refuseRest(new StoppingException());
    }

    private void refuseRest(RuntimeException reason) {
        for (int i = next.getAndIncrement(); i < members.size(); i = next.getAndIncrement()) {
            members.get(i).ended().accept(new NotWritten(ErrorKind.RETRIABLE, reason));
        }
    }
}
