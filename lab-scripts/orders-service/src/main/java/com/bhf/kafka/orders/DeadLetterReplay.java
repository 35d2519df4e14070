package com.bhf.kafka.orders;

import com.bhf.kafka.orders.Counters.Counter;
import com.bhf.kafka.producer.ProducerSettings;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends dead letters once more to the first topic, each at most once, for good.
 *
 * <p>The order and the mark that it has been replayed are written in one transaction, and all instances use the same
 * transactional id. So whoever begins a replay first ends what a killed one has left, and shuts out one that still
 * runs; then it reads the marks, which cannot change any more. Thread-safe; one at a time.
 */
@Singleton
final class DeadLetterReplay {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplay.class);
    private static final int BATCH = 100;

    private final DeadLetterTopic letters;
    private final ReplayMarks marks;
    private final ProducerSettings producerSettings;
    private final OrdersSettings settings;
    private final Counters counters;
    private final Clock clock;

    /**
     * What a replay has done.
     *
     * @param replayed sent now
     * @param alreadyReplayed left alone, since they were sent before
     * @param withoutValue left alone, since the dead letter does not hold the order
     */
    @Serdeable
    record Result(long replayed, long alreadyReplayed, long withoutValue) {

        Result plus(Result other) {
            return new Result(
                    replayed + other.replayed,
                    alreadyReplayed + other.alreadyReplayed,
                    withoutValue + other.withoutValue);
        }
    }

    DeadLetterReplay(
            DeadLetterTopic letters,
            ReplayMarks marks,
            ProducerSettings producerSettings,
            OrdersSettings settings,
            Counters counters,
            Clock clock) {
        this.letters = letters;
        this.marks = marks;
        this.producerSettings = producerSettings;
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
    }

    /**
     * Replays what stands in the topic now. Blocks until it is done.
     *
     * @throws org.apache.kafka.common.KafkaException it was not done to its end; the next replay goes on
     */
    synchronized Result all() {
        try (Forwarder forwarder = openForwarder()) {
            Set<LetterPlace> done = marks.all();
            long end = letters.count();
            Result result = new Result(0, 0, 0);
            Optional<LetterPlace> after = Optional.empty();
            for (long seen = 0; seen < end; ) {
                List<ConsumerRecord<byte[], byte[]>> page = letters.page(after, (int) Math.min(BATCH, end - seen));
                if (page.isEmpty()) {
                    break;
                }
                result = result.plus(replay(page, done, forwarder));
                seen += page.size();
                after = Optional.of(LetterPlace.of(page.get(page.size() - 1)));
            }
            LOG.info("event=DLT-replay result=\"{}\"", result);
            return result;
        }
    }

    /** Replays one; empty when there is no dead letter at that place. Otherwise as {@link #all()}. */
    synchronized Optional<Result> one(LetterPlace place) {
        Optional<ConsumerRecord<byte[], byte[]>> letter = letters.at(place);
        if (letter.isEmpty()) {
            return Optional.empty();
        }
        try (Forwarder forwarder = openForwarder()) {
            return Optional.of(replay(List.of(letter.get()), marks.all(), forwarder));
        }
    }

    private Forwarder openForwarder() {
        String id = settings.topics().deadLetters() + "-replay";
        Forwarder forwarder = new Forwarder(producerSettings, id, settings.transactionTimeout());
        forwarder.open();
        return forwarder;
    }

    private Result replay(List<ConsumerRecord<byte[], byte[]>> page, Set<LetterPlace> done, Forwarder forwarder) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        long already = 0;
        long without = 0;
        for (ConsumerRecord<byte[], byte[]> letter : page) {
            LetterPlace place = LetterPlace.of(letter);
            Header value = letter.headers().lastHeader(OrderHeaders.ORIGINAL_VALUE);
            if (done.contains(place)) {
                already++;
            } else if (value == null || value.value() == null) {
                without++;
            } else {
                records.add(order(letter, place, value.value()));
                records.add(marks.mark(place, clock.instant().toString()));
            }
        }
        if (!records.isEmpty()) {
            forwarder.forward(records, Map.of(), null);
        }
        long replayed = records.size() / 2;
        counters.add(Counter.REPLAYED, replayed);
        return new Result(replayed, already, without);
    }

    private ProducerRecord<byte[], byte[]> order(
            ConsumerRecord<byte[], byte[]> letter, LetterPlace place, byte[] value) {
        Header key = letter.headers().lastHeader(OrderHeaders.ORIGINAL_KEY);
        Headers headers = OrderHeaders.ofOthers(letter.headers());
        OrderHeaders.add(headers, OrderHeaders.REPLAYED_FROM, settings.topics().deadLetters() + "-" + place);
        return new ProducerRecord<>(settings.topics().orders(), null, key == null ? null : key.value(), value, headers);
    }
}
