package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.SendOutcome.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Measures the default settings against the optimized ones, awaiting each send, and not. */
final class Comparison implements Exercise {
    private static final int WARM_UP = 100;
    private static final int RUNS = 4;
    private static final int ROUNDS = 5;

    /** One way to configure. */
    enum Variant {
        DEFAULT,
        OPTIMIZED
    }

    /** @param recordsPerRequest Kafka's own metric; includes the warm-up, which is of the same kind */
    record Measured(Variant variant, boolean awaited, Duration time, double recordsPerRequest) {}

    private final Batch batch;
    private final int messages;
    private final Function<Variant, OrderSender> senders;
    private final Screen screen;
    private final List<Measured> results = new ArrayList<>();
    /** The sender in use. Guarded by this. */
    private @Nullable OrderSender current;
    /** Guarded by this. */
    private boolean stopped;

    Comparison(int messages, Batch batch, Function<Variant, OrderSender> senders, Screen screen) {
        this.messages = messages;
        this.batch = batch;
        this.senders = senders;
        this.screen = screen;
    }

    @Override
    public int run() {
        screen.line("measuring " + messages + " messages in four ways");
        for (boolean awaited : new boolean[] {true, false}) {
            for (Variant variant : Variant.values()) {
                Optional<Failed> failure = measure(variant, awaited);
                if (failure.isPresent()) {
                    sayWhy(failure.get());
                    return BasicProducerMain.FAILED;
                }
            }
        }
        screen.endProgress();
        ComparisonTable.print(screen, messages, results);
        return BasicProducerMain.OK;
    }

    /** Warmed up by the same kind of sends on the same producer: connection, metadata, compiled code. */
    private Optional<Failed> measure(Variant variant, boolean awaited) {
        OrderSender sender = use(senders.apply(variant));
        Optional<Failed> failure = batch.send(sender, awaited ? WARM_UP : messages, awaited, done -> {});
        // Awaited it takes seconds, else a few hundredths of one, where chance counts.
        Duration[] times = new Duration[awaited ? 1 : ROUNDS];
        for (int round = 0; round < times.length && failure.isEmpty(); round++) {
            long began = System.nanoTime();
            failure = batch.send(sender, messages, awaited, progress(round == 0));
            times[round] = Duration.ofNanos(System.nanoTime() - began);
        }
        if (failure.isEmpty()) {
            Arrays.sort(times);
            double recordsPerRequest = ProducerMetric.of(sender, "records-per-request-avg");
            results.add(new Measured(variant, awaited, times[times.length / 2], recordsPerRequest));
        }
        sender.flushAndClose(SendRun.CLOSE_BOUND);
        return failure;
    }

    /** Drawn seldom: it must not be what is measured. */
    private IntConsumer progress(boolean shown) {
        int before = results.size() * messages;
        int step = Math.max(1, messages / 20);
        return done -> {
            if (shown && done % step == 0) {
                screen.progress(before + done, RUNS * messages);
            }
        };
    }

    private synchronized OrderSender use(OrderSender sender) {
        current = sender;
        if (stopped) {
            sender.flushAndClose(SendRun.CLOSE_BOUND);
        }
        return sender;
    }

    private synchronized void sayWhy(Failed failure) {
        if (!stopped) {
            screen.endProgress();
            screen.error("error: " + Say.error(failure.cause()));
        }
    }

    /** At Ctrl-C the open run ends with what its sends get when their producer is closed. */
    @Override
    public synchronized void finish() {
        if (!stopped && current != null) {
            stopped = true;
            long open = current.flushAndClose(SendRun.CLOSE_BOUND).unacknowledged();
            if (results.size() < RUNS) {
                screen.endProgress();
                screen.warning("ended after " + results.size() + " of " + RUNS + " measurements; flushed and closed, "
                        + open + " without an acknowledgement at the close");
            }
        }
    }
}
