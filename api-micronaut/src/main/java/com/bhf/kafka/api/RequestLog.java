package com.bhf.kafka.api;

import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.DeliveryListener;
import com.bhf.kafka.producer.delivery.SendState;
import com.bhf.kafka.producer.delivery.SendStatus;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per event of a send, with its requestId. Success is DEBUG: at full rate a line per send
 * costs more than the send. Keys, values and event ids are not logged.
 */
@Singleton
final class RequestLog implements DeliveryListener {
    private static final Logger LOG = LoggerFactory.getLogger("com.bhf.kafka.api.requests");

    @Override
    public void onAccepted(AcceptedSend send) {
        LOG.debug(
                "event=accepted requestId={} mode={} topic={}",
                send.requestId(),
                send.mode().wireName(),
                send.topic());
    }

    @Override
    public void onStatus(AcceptedSend send, Transition status, Duration sinceAccepted) {
        if (status.state() == SendState.OK) {
            LOG.debug(
                    "event=status requestId={} state=OK partition={} offset={} ms={}",
                    send.requestId(),
                    status.partition(),
                    status.offset(),
                    sinceAccepted.toMillis());
        } else {
            LOG.warn(
                    "event=status requestId={} state={} outcome={} final={} ms={} error=\"{}\"",
                    send.requestId(),
                    status.state(),
                    status.outcome(),
                    status.isFinal(),
                    sinceAccepted.toMillis(),
                    status.error());
        }
    }

    void written(AcceptedSend send, Acknowledged ack) {
        LOG.debug(
                "event=written requestId={} mode={} topic={} partition={} offset={}",
                send.requestId(),
                send.mode().wireName(),
                ack.topic(),
                ack.partition(),
                ack.offset());
    }

    /** A repetition got the answer of the first request, whose id this is; the same id is in the next two. */
    void replayed(SendStatus first) {
        LOG.debug("event=replayed requestId={} state={} final={}", first.requestId(), first.state(), first.isFinal());
    }

    void conflict(SendStatus first) {
        LOG.debug("event=repeated-while-open requestId={} state={}", first.requestId(), first.state());
    }

    void mismatch(UUID first) {
        LOG.warn("event=idempotency-key-reused requestId={}", first);
    }

    void batch(String kind, BatchCounts counts) {
        if (counts.refused() > 0) {
            LOG.warn("event=batch kind={} {}", kind, counts);
        } else {
            LOG.debug("event=batch kind={} {}", kind, counts);
        }
    }

    void unexpected(AcceptedSend send, Throwable error) {
        LOG.error("event=unexpected requestId={}", send.requestId(), error);
    }

    void failed(AcceptedSend send, Failed failure) {
        LOG.warn(
                "event=failed requestId={} mode={} topic={} outcome={} kind={} error=\"{}\"",
                send.requestId(),
                send.mode().wireName(),
                send.topic(),
                failure instanceof NotWritten ? Problem.NOT_WRITTEN : Problem.UNKNOWN,
                failure.kind(),
                failure.cause().toString());
    }
}
