package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.delivery.KeyedResult;
import com.bhf.kafka.producer.delivery.KeyedResult.Earlier;
import com.bhf.kafka.producer.delivery.KeyedResult.Fresh;
import com.bhf.kafka.producer.delivery.SendState;
import com.bhf.kafka.producer.delivery.SendStatus;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** Sends one key and value twice: without an idempotency key, and then with one. */
final class Twice implements Exercise {
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(2);
    private static final String IDEMPOTENCY_KEY = "order-123-created";
    private static final String VALUE = "{\"orderId\":\"ORD-123\",\"amount\":110}";

    private final DeliveryMode mode;
    private final String key;
    private final Headers headers;
    private final OrderSender sender;
    private final OncePerKey oncePerKey;
    private final Screen screen;
    private boolean finished;

    Twice(DeliveryMode mode, String key, Headers headers, OrderSender sender, OncePerKey oncePerKey, Screen screen) {
        this.mode = mode;
        this.key = key;
        this.headers = headers;
        this.sender = sender;
        this.oncePerKey = oncePerKey;
        this.screen = screen;
    }

    @Override
    public int run() {
        screen.heading("The same key and value twice, " + mode.wireName() + " mode");
        boolean sent = send(1) && send(2);
        if (sent) {
            screen.line("Two records, in any mode. enable.idempotence recognises what Kafka's client sends again by");
            screen.line("itself; each send() of yours has a sequence number of its own, whatever is in it.");
            screen.heading("The same request twice, under one idempotency key: " + IDEMPOTENCY_KEY);
            sent = sendOnce(1) && sendOnce(2);
        }
        if (sent) {
            screen.line("One record. This store forgets its keys with this process, so the next run sends again; the");
            screen.line("HTTP API keeps those of the header Idempotency-Key in its database.");
        }
        finish();
        return sent ? BasicProducerMain.OK : BasicProducerMain.FAILED;
    }

    private boolean send(int number) {
        long began = System.nanoTime();
        SendOutcome outcome = sender.send(key, VALUE, headers.next()).join();
        if (outcome instanceof Acknowledged ack) {
            screen.line(Say.delivered(number, ack));
        } else if (outcome instanceof Failed failed) {
            screen.error(Say.failed(number, failed, Duration.ofNanos(System.nanoTime() - began)));
        }
        return outcome instanceof Acknowledged;
    }

    private boolean sendOnce(int number) {
        try {
            KeyedResult result = oncePerKey.send(IDEMPOTENCY_KEY, key, VALUE, headers.next());
            if (result instanceof Fresh fresh) {
                return show("delivered " + number, fresh.status());
            }
            return result instanceof Earlier earlier && show("known " + number, earlier.status());
        } catch (CompletionException refused) {
            screen.error("error " + number + ": not accepted: " + refused.getMessage());
            return false;
        }
    }

    private boolean show(String what, SendStatus status) {
        if (status.state() != SendState.OK) {
            screen.error("error: " + status.state() + ", " + status.outcome() + ": " + status.error());
            return false;
        }
        screen.line(what + ": partition=" + status.partition() + " offset=" + status.offset() + " request-id="
                + status.requestId());
        return true;
    }

    @Override
    public synchronized void finish() {
        if (finished) {
            return;
        }
        finished = true;
        long open = sender.flushAndClose(CLOSE_BOUND).unacknowledged();
        int left = oncePerKey.engine().close(CLOSE_BOUND);
        screen.line("");
        screen.line("flushed and closed: " + (open + left) + " without an acknowledgement at the close");
    }
}
