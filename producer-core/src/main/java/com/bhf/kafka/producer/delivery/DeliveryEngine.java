package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import com.bhf.kafka.producer.readback.LogReader;
import com.bhf.kafka.producer.readback.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes sends, makes them durable, hands them to their producer and records what became of them.
 *
 * <p>Durable sends of one topic and mode are handed to Kafka's client in the order in which they were
 * accepted. Nothing here blocks the caller. The store, the producers and the engine are closed
 * together by {@link #close(Duration)}. Thread-safe.
 */
public final class DeliveryEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);
    private static final int SEND_THREADS = 16;

    private final DeliverySettings settings;
    private final Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers;
    private final StatusStore store;
    private final DeliveryListener listener;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final GroupCommitWriter writer;
    private final SendLanes durableLanes;
    private final SendLanes directLanes;
    private final Admission durable;
    private final Admission direct;
    /** Sends that are not durable yet; never more than {@link #durable} lets in. */
    private final Admission committing;

    private final AtomicBoolean listenerFailed = new AtomicBoolean();
    private final @Nullable ReadBackLoop readBack;
    private final RedeliverySettings redelivery;
    /** No send is taken any more; those that were go on. */
    private volatile boolean refusing;
    /** What has no result by now stays in the store as it is. */
    private volatile boolean stopping;

    private record Lane(DeliveryMode mode, String topic) {
        static Lane of(AcceptedSend send) {
            return new Lane(send.mode(), send.topic());
        }
    }

    /** Without read-back: a send of unknown outcome stays open. */
    DeliveryEngine(
            DeliverySettings settings,
            Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers,
            StatusStore store,
            DeliveryListener listener,
            Clock clock) {
        this(
                settings,
                RedeliverySettings.of(settings.deliveryTimeout(), Duration.ofSeconds(5)),
                producers,
                store,
                null,
                listener,
                clock);
    }

    /**
     * Starts the engine, and the recovery of what an earlier life left open in the store.
     *
     * @param producers one per mode that is to be served
     * @param reader finds out what became of sends of unknown outcome
     */
    public DeliveryEngine(
            DeliverySettings settings,
            RedeliverySettings redelivery,
            Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers,
            StatusStore store,
            @Nullable LogReader reader,
            DeliveryListener listener,
            Clock clock) {
        this.settings = settings;
        this.producers = Map.copyOf(producers);
        this.store = store;
        this.listener = listener;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "delivery-timer");
            thread.setDaemon(true);
            return thread;
        });
        // Each open send has at most one change in the queue, so within admission it is never full.
        this.writer = new GroupCommitWriter(store, settings.maxInFlight(), settings.maxCommit());
        this.durableLanes = new SendLanes("send-durable", SEND_THREADS, timer);
        this.directLanes = new SendLanes("send-direct", SEND_THREADS, timer);
        this.durable = new Admission(settings.maxInFlight());
        this.direct = new Admission(settings.maxInFlight());
        this.committing = new Admission(settings.maxInFlight());
        this.redelivery = redelivery;
        this.readBack = reader == null ? null : startReadBack(reader);
    }

    private ReadBackLoop startReadBack(LogReader reader) {
        Recovery recovery = new Recovery(store, clock);
        ReadBackLoop loop = new ReadBackLoop(reader, redelivery, clock, recovery, new LogVerdicts());
        loop.start();
        return loop;
    }

    /**
     * Makes a send durable; from then on it is brought to a status without the caller.
     *
     * @return completes when the send is durable, on the writer's thread; fails with {@link
     *     OverloadedException}, {@link StoppingException} or {@link StatusStoreException}, all
     *     retriable, and then nothing is sent; with {@link IllegalArgumentException} when the mode is not served
     */
    public CompletableFuture<AcceptedSend> accept(AcceptedSend send) {
        Runnable leave;
        try {
            // A mode that is not served is refused before there is a row.
            producer(send);
            leave = enter(durable);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        Runnable inItsLane = committing.enter();
        return writer.submit(new StatusChange.Accept(send))
                .thenApply(result -> dispatch(send, result, leave))
                .whenComplete((accepted, error) -> {
                    inItsLane.run();
                    if (error != null) {
                        leave.run();
                    }
                });
    }

    private AcceptedSend dispatch(AcceptedSend send, ChangeResult result, Runnable leave) {
        if (result == ChangeResult.CONFLICT) {
            throw new StatusStoreException("There is a send with the id " + send.requestId() + " already", null);
        }
        tell(() -> listener.onAccepted(send));
        hand(send, 0, 1, leave);
        return send;
    }

    /** Hands a durable send to its producer; attempt {@code attempt} of all. */
    private void hand(AcceptedSend send, int version, int attempt, Runnable leave) {
        boolean again = send.mode() == DeliveryMode.IDEMPOTENT && readBack != null;
        Instant deadline = send.acceptedAt().plus(again ? redelivery.maxAge() : settings.deliveryTimeout());
        DurableSend task = new DurableSend(
                send,
                producer(send),
                settings,
                clock,
                deadline,
                outcome -> record(send, version, attempt, outcome, leave));
        durableLanes.submit(Lane.of(send), task);
    }

    /** On Kafka's I/O thread: only queues. */
    private void record(AcceptedSend send, int version, int attempt, SendOutcome outcome, Runnable leave) {
        if (stopping && outcome instanceof SendOutcome.NotWritten) {
            // It can be sent after the restart: the row says so. It keeps its place, and is counted as left.
            return;
        }
        Transition transition = Transitions.after(send, version, attempt, outcome, clock.instant());
        boolean refused = outcome instanceof SendOutcome.Failed failed && failed.kind() == ErrorKind.REJECTED;
        write(send, transition, leave, () -> lookUp(send, transition, refused, leave));
    }

    /** Commits a status; then the place in flight is given back, or, while the send is open, {@code whenOpen} runs. */
    private void write(AcceptedSend send, Transition transition, Runnable leave, Runnable whenOpen) {
        writer.submit(transition).whenComplete((result, error) -> {
            if (error != null) {
                writeLater(send, transition, leave, whenOpen);
                return;
            }
            boolean applied = result == ChangeResult.APPLIED;
            Runnable next = applied && !transition.isFinal() ? whenOpen : leave;
            next.run();
            if (applied) {
                Duration elapsed = Duration.between(send.acceptedAt(), clock.instant());
                tell(() -> listener.onStatus(send, transition, elapsed));
            }
        });
    }

    /** The send is durable by now: a listener's exception must not keep it from being sent. */
    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (listenerFailed.compareAndSet(false, true)) {
                LOG.warn("event=listener-failed listener={} (said once)", listener, e);
            }
        }
    }

    /** Not while stopping: the row stays as it is, and the send is counted as left. */
    private void writeLater(AcceptedSend send, Transition transition, Runnable leave, Runnable whenOpen) {
        if (!stopping) {
            long pause = settings.lastRetry().toMillis();
            timer.schedule(() -> write(send, transition, leave, whenOpen), pause, TimeUnit.MILLISECONDS);
        }
    }

    private void lookUp(AcceptedSend send, Transition status, boolean refused, Runnable leave) {
        if (readBack == null) {
            leave.run();
            return;
        }
        if (stopping) {
            // Looked up after the restart; until then it is counted as left.
            return;
        }
        readBack.add(new OpenEntry(
                send,
                status.state(),
                status.expectedVersion() + 1,
                status.attempts(),
                refused,
                leave,
                clock.instant()));
    }

    /** What follows from what the log says. */
    private final class LogVerdicts implements ReadBackLoop.Verdicts {

        @Override
        public void found(OpenEntry entry, Place place) {
            conclude(entry, Transitions.found(entry, place, clock.instant()));
        }

        @Override
        public void absent(OpenEntry entry, boolean mayBeGone) {
            Transition end = Transitions.absent(entry, mayBeGone, redelivery.maxAge(), clock.instant());
            if (end == null) {
                sendAgain(entry);
            } else {
                conclude(entry, end);
            }
        }

        @Override
        public void unreadable(OpenEntry entry, Exception error) {
            Transition transition = Transitions.unreadable(entry, error);
            Runnable lookOn = () -> {
                if (readBack != null) {
                    readBack.add(entry.withVersion(entry.version() + 1));
                }
            };
            write(entry.send(), transition, entry.leave(), lookOn);
        }

        private void conclude(OpenEntry entry, Transition transition) {
            write(entry.send(), transition, entry.leave(), entry.leave());
        }

        private void sendAgain(OpenEntry entry) {
            // The first attempt of a send that an earlier life accepted waits for nothing.
            Duration pause = entry.attempts() == 0 ? Duration.ZERO : redelivery.backoff(entry.attempts());
            timer.schedule(
                    () -> hand(entry.send(), entry.version(), entry.attempts() + 1, entry.leave()),
                    pause.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Sends without a row: the caller waits for the outcome and is all that knows of it.
     *
     * @return completes on Kafka's I/O thread or a thread of the engine, within {@code max.block.ms * 2 +
     *     delivery.timeout.ms}; fails with {@link OverloadedException} or {@link StoppingException}
     */
    public CompletableFuture<SendOutcome> send(AcceptedSend send) {
        ReliableProducer<byte[], byte[]> producer;
        Runnable leave;
        try {
            producer = producer(send);
            leave = enter(direct);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        CompletableFuture<SendOutcome> result = new CompletableFuture<>();
        CompletableFuture<SendOutcome> answer = result.whenComplete((outcome, error) -> leave.run());
        directLanes.submit(Lane.of(send), new DirectSend(send, producer, settings.maxBlock(), result));
        return answer;
    }

    private Runnable enter(Admission admission) {
        if (refusing) {
            throw new StoppingException();
        }
        return admission.enter();
    }

    private ReliableProducer<byte[], byte[]> producer(AcceptedSend send) {
        ReliableProducer<byte[], byte[]> producer = producers.get(send.mode());
        if (producer == null) {
            throw new IllegalArgumentException("No producer for mode " + send.mode());
        }
        return producer;
    }

    /** Durable sends whose result is not recorded yet. */
    public int durableInFlight() {
        return durable.taken();
    }

    /** Sends without a row whose caller still waits. */
    public int directInFlight() {
        return direct.taken();
    }

    /**
     * Takes no more sends. Gives the accepted ones half the timeout to reach Kafka's client, and that one
     * the timeout to end what it has; then closes writer and store. A durable send without a result by
     * then stays in the store as it is. Blocks for two and a half times the timeout at most, and no
     * longer than a moment when Kafka and the store answer.
     *
     * @return how many durable sends were left without a result
     */
    public int close(Duration timeout) {
        refusing = true;
        if (readBack != null) {
            readBack.close(timeout);
        }
        handOver(timeout.dividedBy(2));
        stopping = true;
        durableLanes.close();
        closeProducers(timeout);
        // The producers are closed: what still waits for its turn fails at once.
        long until = System.nanoTime() + timeout.toNanos();
        directLanes.finish(timeout);
        writer.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        timer.shutdownNow();
        int left = durable.taken();
        LOG.info("event=engine-closed left-open={}", left);
        store.close();
        return left;
    }

    /** Lets what was accepted reach Kafka's client, which then sees it to its end in its own close. */
    private void handOver(Duration bound) {
        long until = System.nanoTime() + bound.toNanos();
        try {
            committing.awaitEmpty(bound);
            durableLanes.awaitEmpty(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Side by side: one that waits for its broker must not use up the time of the other. */
    private void closeProducers(Duration timeout) {
        CompletableFuture<?>[] closing = producers.values().stream()
                .map(producer -> CompletableFuture.runAsync(
                        () -> producer.close(timeout), task -> new Thread(task, "producer-closer").start()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(closing).join();
    }

    /** {@link #close(Duration)} with 10 seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
