package com.bhf.kafka.orders;

import com.bhf.kafka.orders.Counters.Counter;
import com.bhf.kafka.orders.Verdict.Again;
import com.bhf.kafka.orders.Verdict.Applied;
import com.bhf.kafka.orders.Verdict.Dead;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns verdicts into records; and, once those are there, into counts and lines of the log. */
@Singleton
final class Outgoing {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final OutgoingRecords records;
    private final Counters counters;
    private final RetryPolicy retry;

    Outgoing(OutgoingRecords records, Counters counters, OrdersSettings settings) {
        this.records = records;
        this.counters = counters;
        this.retry = settings.retry();
    }

    List<ProducerRecord<byte[], byte[]>> of(List<Verdict> verdicts) {
        return verdicts.stream().map(this::record).flatMap(Optional::stream).toList();
    }

    private Optional<ProducerRecord<byte[], byte[]>> record(Verdict verdict) {
        if (verdict instanceof Again again) {
            return Optional.of(records.retry(again.delivery(), again.error(), again.delay()));
        }
        if (verdict instanceof Dead dead) {
            return Optional.of(records.deadLetter(dead.delivery(), dead.error()));
        }
        return Optional.empty();
    }

    void tell(List<Verdict> verdicts) {
        verdicts.forEach(this::tell);
    }

    private void tell(Verdict verdict) {
        Delivery delivery = verdict.delivery();
        if (verdict instanceof Applied applied) {
            tell(applied, delivery);
        } else if (verdict instanceof Again again) {
            counters.increment(Counter.RETRIES);
            LOG.warn(
                    "event=Retry attempt={} of={} source={} delayMs={} error=\"{}\"",
                    delivery.attempt(),
                    retry.maxAttempts(),
                    delivery.origin(),
                    again.delay().toMillis(),
                    again.error().getMessage());
        } else if (verdict instanceof Dead dead) {
            counters.increment(dead.error() instanceof InvalidOrderException ? Counter.INVALID : Counter.EXHAUSTED);
            LOG.warn(
                    "event=DLT attempt={} of={} source={} error=\"{}\"",
                    delivery.attempt(),
                    retry.maxAttempts(),
                    delivery.origin(),
                    dead.error().getMessage());
        }
    }

    private void tell(Applied applied, Delivery delivery) {
        counters.increment(applied.now() ? Counter.PROCESSED : Counter.DUPLICATES);
        if (delivery.attempt() > 1) {
            counters.increment(Counter.RECOVERED);
            LOG.info("event=processed attempt={} source={}", delivery.attempt(), delivery.origin());
        }
    }
}
