package com.bhf.kafka.api;

import com.bhf.kafka.api.LineSplitter.Line;
import com.bhf.kafka.api.RecordBuilder.Origin;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A stream of entries, one per line, and of their results in the order in which they come to be known.
 *
 * <p>An entry is open from when it is read until its result is written. While as many are open as may be, or
 * there is no place in flight or no memory left for another, the client is not read from: it cannot make this hold more,
 * neither by sending faster than Kafka takes nor by not reading its results. What Kafka's client does not take is kept and
 * tried again, one entry at a time, until one is taken or too old.
 *
 * <p>All fields are of the connection's event loop, but for what is said to be for all threads.
 */
final class LineStream implements Publisher<byte[]>, BatchResults {
    /** What an entry holds beside its bytes, about: its record, its headers, its place in the queues. */
    static final int ENTRY_OVERHEAD = 1_024;

    /** What a result holds until it is written, about. */
    static final int RESULT_SIZE = 256;

    /** Small, as the framework asks for 32 of them ahead. */
    private static final int OUTPUT = 8_192;

    private static final int LOGGED_FAILURES = 10;
    private static final long ROOM_POLL_MS = 20;

    private final Limits limits;
    private final EventExecutor loop;
    private final BatchParser parser;
    private final BatchSender sender;
    private final UnaryOperator<Origin> clock;
    private final ByteBudget budget;
    private final BatchMeters meters;
    private final LineSplitter lines;
    private final BatchCounts counts = new BatchCounts();

    /** For all threads. */
    private final Queue<Result> results = new ConcurrentLinkedQueue<>();
    /** For all threads. */
    private final AtomicBoolean woken = new AtomicBoolean();
    /** For all threads. */
    private final AtomicInteger failures = new AtomicInteger();

    private final TakenBack again = new TakenBack();
    private @Nullable Line held;
    private Origin origin;
    private long position;
    private int open;
    private long openBytes;
    private @Nullable Subscription input;
    private boolean inputAsked;
    private boolean inputEnded;
    private @Nullable Subscriber<? super byte[]> output;
    private long demand;
    private boolean handing;
    private boolean waitsForRoom;
    private boolean stepping;
    private boolean stepAgain;
    private boolean closed;

    private record Result(BatchEntry entry, Object answer) {}

    /**
     * @param entries open at a time
     * @param bytes of open entries at a time, but for one entry
     * @param line the longest line
     * @param patience for how long an entry is tried that Kafka's client does not take
     */
    record Limits(int entries, long bytes, int line, Duration patience) {}

    LineStream(
            Limits limits,
            EventExecutor loop,
            BatchParser parser,
            BatchSender sender,
            Origin origin,
            UnaryOperator<Origin> clock,
            ByteBudget budget,
            BatchMeters meters) {
        this.limits = limits;
        this.loop = loop;
        this.parser = parser;
        this.sender = sender;
        this.origin = origin;
        this.clock = clock;
        this.budget = budget;
        this.meters = meters;
        this.lines = new LineSplitter(limits.line(), budget);
    }

    /** Begins to read. Once only. */
    LineStream from(Publisher<byte[]> chunks) {
        chunks.subscribe(new Input());
        return this;
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private final class Input implements Subscriber<byte[]> {
        @Override
        public void onSubscribe(Subscription s) {
            onLoop(() -> {
                input = s;
                step();
            });
        }

        @Override
        public void onNext(byte[] chunk) {
            onLoop(() -> {
                inputAsked = false;
                if (!closed) {
                    lines.add(chunk);
                    step();
                }
            });
        }

        /** The client has gone, most likely: what is accepted goes on to its end, the last line was not whole. */
        @Override
        public void onError(Throwable error) {
            onLoop(() -> {
                lines.close();
                inputEnded = true;
                step();
            });
        }

        @Override
        public void onComplete() {
            onLoop(() -> {
                lines.end();
                inputEnded = true;
                step();
            });
        }
    }

    @Override
    public void subscribe(Subscriber<? super byte[]> subscriber) {
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                onLoop(() -> {
                    demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                    step();
                });
            }

            @Override
            public void cancel() {
                onLoop(LineStream.this::close);
            }
        });
        onLoop(() -> {
            output = subscriber;
            step();
        });
    }

    @Override
    public void answered(BatchEntry entry, Object answer) {
        budget.giveBack(cost(entry) - RESULT_SIZE);
        results.add(new Result(entry, answer));
        again.answered(entry);
        wake();
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            loop.execute(() -> {
                woken.set(false);
                step();
            });
        }
    }

    private static int cost(BatchEntry entry) {
        return entry.bytes() + ENTRY_OVERHEAD;
    }

    @Override
    public boolean takesBack(BatchEntry entry) {
        if (System.nanoTime() - entry.readAtNanos() > limits.patience().toNanos()) {
            return false;
        }
        again.add(entry);
        wake();
        return true;
    }

    @Override
    public boolean logsFailure() {
        return failures.getAndIncrement() < LOGGED_FAILURES;
    }

    /** Does what can be done now. What it calls may call it again. */
    private void step() {
        if (stepping) {
            stepAgain = true;
            return;
        }
        stepping = true;
        do {
            stepAgain = false;
            if (closed) {
                dropResults();
            } else {
                write();
                takeBack();
                hand();
                read();
                endIfDone();
            }
        } while (stepAgain);
        stepping = false;
    }

    private void dropResults() {
        for (Result result = results.poll(); result != null; result = results.poll()) {
            forget(result.entry());
        }
        again.drain(entry -> budget.giveBack(cost(entry)));
    }

    private void forget(BatchEntry entry) {
        open--;
        openBytes -= cost(entry);
        budget.giveBack(RESULT_SIZE);
    }

    private void write() {
        while (output != null && demand > 0 && !results.isEmpty() && !closed) {
            demand--;
            output.onNext(nextOutput());
        }
    }

    private byte[] nextOutput() {
        BatchCounts written = new BatchCounts();
        try (ResultWriter writer = new ResultWriter(OUTPUT + OUTPUT / 4)) {
            Result next = results.poll();
            while (next != null) {
                writer.write(next.entry().id(), next.answer());
                written.count(next.answer());
                counts.count(next.answer());
                forget(next.entry());
                next = writer.size() < OUTPUT ? results.poll() : null;
            }
            writer.endLine();
            meters.entries(written);
            return writer.toBytes();
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can be written", e);
        }
    }

    /** Hands over what there is room for. The next ones follow when the engine has these: so they keep their order. */
    private void hand() {
        if (handing || waitsForRoom) {
            return;
        }
        List<BatchEntry> entries = nextEntries();
        if (entries.isEmpty()) {
            return;
        }
        handing = true;
        origin = clock.apply(origin);
        sender.send(entries, origin, this).whenComplete((done, never) -> onLoop(this::handed));
    }

    private void handed() {
        handing = false;
        step();
    }

    private List<BatchEntry> nextEntries() {
        List<BatchEntry> entries = new ArrayList<>();
        if (again.isProbeUnderWay()) {
            return entries;
        }
        boolean one = again.isProbing();
        BatchEntry next = nextEntry();
        while (next != null) {
            entries.add(next);
            if (one) {
                again.probe(next);
            }
            next = one ? null : nextEntry();
        }
        return entries;
    }

    private void takeBack() {
        if (again.collect() && !waitsForRoom) {
            waitForRoom();
        }
    }

    /** By looking again and again: so no wake-up can be lost, and a full service is not made busier. */
    private void waitForRoom() {
        waitsForRoom = true;
        loop.schedule(
                () -> {
                    waitsForRoom = false;
                    step();
                },
                ROOM_POLL_MS,
                TimeUnit.MILLISECONDS);
    }

    /** @return null when there is none, or no room for it */
    private @Nullable BatchEntry nextEntry() {
        BatchEntry first = again.poll();
        return first == null ? nextLine() : first;
    }

    private @Nullable BatchEntry nextLine() {
        if (closed || open >= limits.entries() || openBytes >= limits.bytes()) {
            return null;
        }
        Line line = held == null ? lines.next() : held;
        held = null;
        if (line == null) {
            return null;
        }
        int bytes = line.bytes().length();
        if (!budget.take(bytes + ENTRY_OVERHEAD)) {
            held = line;
            waitForRoom();
            return null;
        }
        open++;
        openBytes += bytes + ENTRY_OVERHEAD;
        long number = position++;
        RuntimeException refusal = line.refusal();
        return refusal == null ? parser.line(line.bytes(), number) : BatchEntry.refused(number, number, refusal, bytes);
    }

    private void read() {
        boolean hasRoom = !handing
                && !waitsForRoom
                && !again.isProbing()
                && open < limits.entries()
                && openBytes < limits.bytes();
        if (hasRoom && input != null && !inputAsked && !inputEnded && !closed) {
            inputAsked = true;
            input.request(1);
        }
    }

    private void endIfDone() {
        if (inputEnded && output != null && !closed && !handing && !waitsForRoom && open == 0) {
            Subscriber<? super byte[]> last = output;
            close();
            last.onComplete();
        }
    }

    /** Of what is open the engine will still speak. */
    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        lines.close();
        held = null;
        dropResults();
        if (input != null) {
            input.cancel();
        }
        meters.streamEnds(counts);
    }
}
