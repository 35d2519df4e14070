package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.crash.CrashTestException;
import com.bhf.kafka.lab.crash.Pause;
import com.bhf.kafka.lab.orders.OrdersClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends orders at a rate, and keeps what was answered. */
final class OrderLoad implements AutoCloseable {
    private static final int CLIENTS = 8;
    private static final int OK = 200;
    private static final int INVALID = 400;
    private static final Duration BEFORE_AGAIN = Duration.ofMillis(200);

    private final List<PlannedOrder> orders;
    private final int rate;
    private final OrdersClient front;
    private final DirectSender direct;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final long begin = System.nanoTime();
    /** Where the invalid orders stand that went directly to the topic: {@code partition@offset}. */
    private final Map<String, String> places = new ConcurrentHashMap<>();

    private final AtomicInteger postedAgain = new AtomicInteger();
    private final AtomicInteger sentTwice = new AtomicInteger();

    OrderLoad(List<PlannedOrder> orders, int rate, OrdersClient front, DirectSender direct) {
        this.orders = orders;
        this.rate = rate;
        this.front = front;
        this.direct = direct;
        for (int i = 0; i < CLIENTS; i++) {
            running.add(clients.submit(this::work));
        }
    }

    private void work() {
        for (int i = next.getAndIncrement(); i < orders.size(); i = next.getAndIncrement()) {
            long early = begin + i * 1_000_000_000L / rate - System.nanoTime();
            if (early > 0) {
                Pause.of(Duration.ofNanos(early));
            }
            PlannedOrder order = orders.get(i);
            send(order);
            if (order.twice()) {
                sentTwice.incrementAndGet();
                send(order);
            }
        }
    }

    private void send(PlannedOrder order) {
        if (!order.direct()) {
            post(order);
            return;
        }
        RecordMetadata place = direct.send(order, null);
        if (!order.valid()) {
            places.put(order.id(), place.partition() + "@" + place.offset());
        }
    }

    /** Until it is answered as it must be: the same valid order may be posted again. */
    private void post(PlannedOrder order) {
        int wanted = order.valid() ? OK : INVALID;
        try {
            Answer answer = front.post(order);
            while (answer.code() != wanted) {
                if (answer.code() < 500) {
                    throw new CrashTestException(order.json() + " is answered " + answer);
                }
                postedAgain.incrementAndGet();
                Pause.of(BEFORE_AGAIN);
                answer = front.post(order);
            }
        } catch (IOException e) {
            throw new CrashTestException("no answer to " + order.json(), e);
        }
    }

    boolean isRunning() {
        return running.stream().anyMatch(client -> !client.isDone());
    }

    /** How many were sent. */
    int progress() {
        return Math.min(next.get(), orders.size());
    }

    /** Blocks until all are sent; fails as a client did. */
    void join() {
        for (Future<?> client : running) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new CrashTestException("a client of the test failed: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CrashTestException("interrupted", e);
            }
        }
    }

    Map<String, String> places() {
        return Map.copyOf(places);
    }

    int postedAgain() {
        return postedAgain.get();
    }

    int sentTwice() {
        return sentTwice.get();
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
