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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings durable sends to their end: hands them to Kafka's client, records results, reads back, sends again. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final DeliverySettings settings;
    private final RedeliverySettings redelivery;
    private final Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers;
    private final GroupCommitWriter writer;
    private final SendLanes lanes;
    private final ScheduledExecutorService timer;
    private final DeliveryListener listener;
    private final Clock clock;
    private final LeaseKeeper lease;
    private final UnknownTopics unknownTopics;
    private final @Nullable ReadBackLoop readBack;
    private final AtomicBoolean listenerFailed = new AtomicBoolean();
    /** What has no result by now stays in the store as it is. */
    private volatile boolean stopping;

    Deliveries(
            DeliverySettings settings,
            RedeliverySettings redelivery,
            Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers,
            StatusStore store,
            GroupCommitWriter writer,
            SendLanes lanes,
            ScheduledExecutorService timer,
            @Nullable LogReader reader,
            DeliveryListener listener,
            Clock clock) {
        this.settings = settings;
        this.redelivery = redelivery;
        this.producers = producers;
        this.writer = writer;
        this.lanes = lanes;
        this.timer = timer;
        this.listener = listener;
        this.clock = clock;
        this.unknownTopics = new UnknownTopics(clock);
        this.readBack = reader == null ? null : new ReadBackLoop(reader, redelivery, clock, new LogVerdicts());
        this.lease = new LeaseKeeper(store, redelivery.lease(), inheritance(readBack), this::withdraw, timer);
    }

    /** Without read-back there is nothing to be done with what others left. */
    private Inheritance inheritance(@Nullable ReadBackLoop loop) {
        return loop == null ? Inheritance.none(clock) : new Inheritance(clock, loop::add);
    }

    void start() {
        lease.start();
        if (readBack != null) {
            readBack.start();
        }
    }

    LeaseKeeper lease() {
        return lease;
    }

    /** The lease has run out: what Kafka's client still holds must not arrive after a new owner has looked for it. */
    private void withdraw() {
        producers.values().forEach(ReliableProducer::abort);
    }

    /**
     * A send is durable: from now on it is brought to a status.
     *
     * @param patient whether it is tried until Kafka's client takes it; otherwise it ends with the first failure
     */
    void begin(OwnedSend owned, boolean patient) {
        tell(() -> listener.onAccepted(owned.send()));
        hand(owned, 0, 1, patient ? patient(owned.send()) : once(owned.send()));
    }

    private DurableSend.Attempts patient(AcceptedSend send) {
        boolean again = send.mode() == DeliveryMode.IDEMPOTENT && readBack != null;
        Instant deadline = send.acceptedAt().plus(again ? redelivery.maxAge() : settings.deliveryTimeout());
        return new DurableSend.Attempts(producer(send)::sendDurable, deadline, settings::retryPause);
    }

    private DurableSend.Attempts once(AcceptedSend send) {
        Instant deadline = send.acceptedAt().plus(settings.maxBlock());
        return new DurableSend.Attempts(producer(send)::send, deadline, null);
    }

    private ReliableProducer<byte[], byte[]> producer(AcceptedSend send) {
        ReliableProducer<byte[], byte[]> producer = producers.get(send.mode());
        if (producer == null) {
            throw new IllegalArgumentException("No producer for mode " + send.mode());
        }
        return producer;
    }

    /** Hands a durable send to its producer; attempt {@code attempt} of all. */
    private void hand(OwnedSend owned, int version, int attempt, DurableSend.Attempts attempts) {
        lanes.submit(
                attempts.lane(owned.send()),
                new DurableSend(
                        owned,
                        attempts,
                        lease,
                        unknownTopics,
                        clock,
                        outcome -> record(owned, version, attempt, outcome)));
    }

    /** On Kafka's I/O thread: only queues. */
    private void record(OwnedSend owned, int version, int attempt, SendOutcome outcome) {
        owned.ended(outcome);
        if (stopping && outcome instanceof SendOutcome.NotWritten) {
            // It can be sent after the restart: the row says so. It keeps its place, and is counted as left.
            owned.answerPending();
            return;
        }
        Transition transition = Transitions.after(owned.send(), version, attempt, outcome, clock.instant());
        boolean refused = outcome instanceof SendOutcome.Failed failed && failed.kind() == ErrorKind.REJECTED;
        write(owned, transition, false, () -> lookUp(owned, transition, refused));
    }

    /**
     * Commits a status; then the place in flight is given back, or, while the send is open, {@code whenOpen} runs.
     *
     * @param inDoubt an earlier commit of the same transition may have been applied
     */
    private void write(OwnedSend owned, Transition transition, boolean inDoubt, Runnable whenOpen) {
        writer.submit(transition).whenComplete((result, error) -> {
            if (error != null) {
                boolean mayBeApplied = error instanceof StatusStoreException e && e.mayBeApplied();
                writeLater(owned, transition, inDoubt || mayBeApplied, whenOpen);
            } else if (result == ChangeResult.APPLIED || inDoubt) {
                written(owned, transition, whenOpen);
            } else {
                // Somebody else has taken the send over.
                owned.drop();
            }
        });
    }

    private void written(OwnedSend owned, Transition transition, Runnable whenOpen) {
        Runnable next = transition.isFinal() ? owned.leave() : whenOpen;
        next.run();
        AcceptedSend send = owned.send();
        if (owned.waiter() != null) {
            owned.answer(SendStatus.accepted(send).after(transition));
        }
        Duration elapsed = Duration.between(send.acceptedAt(), clock.instant());
        tell(() -> listener.onStatus(send, transition, elapsed));
    }

    /** Not while stopping: the row stays as it is, and the send is counted as left. */
    private void writeLater(OwnedSend owned, Transition transition, boolean inDoubt, Runnable whenOpen) {
        // What is acknowledged is so whatever the store says; of the rest nothing is certain before it is durable.
        if (transition.state() == SendState.OK && transition.isFinal()) {
            owned.answer(SendStatus.accepted(owned.send()).after(transition));
        } else {
            owned.answerPending();
        }
        if (!stopping) {
            later(settings.lastRetry(), () -> write(owned, transition, inDoubt, whenOpen));
        }
    }

    private void later(Duration pause, Runnable task) {
        try {
            timer.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // The engine is closed: the rest is for the next owner.
        }
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

    private void lookUp(OwnedSend owned, Transition status, boolean refused) {
        if (readBack == null) {
            owned.leave().run();
        } else if (!stopping) {
            // While stopping it is counted as left, and looked up by the next owner.
            readBack.add(new OpenEntry(
                    owned, status.state(), status.expectedVersion() + 1, status.attempts(), refused, clock.instant()));
        }
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
        public void withoutTopic(OpenEntry entry) {
            conclude(entry, Transitions.withoutTopic(entry, clock.instant()));
        }

        @Override
        public void unreadable(OpenEntry entry, Exception error) {
            Runnable lookOn = () -> {
                if (readBack != null) {
                    readBack.add(entry.withVersion(entry.version() + 1));
                }
            };
            write(entry.owned(), Transitions.unreadable(entry, error), false, lookOn);
        }

        private void conclude(OpenEntry entry, Transition transition) {
            write(entry.owned(), transition, false, entry.owned().leave());
        }

        private void sendAgain(OpenEntry entry) {
            // The first attempt of a send that an earlier life accepted waits for nothing.
            Duration pause = entry.attempts() == 0 ? Duration.ZERO : redelivery.backoff(entry.attempts());
            later(pause, () -> hand(entry.owned(), entry.version(), entry.attempts() + 1, patient(entry.send())));
        }
    }

    /** No scan begins or ends any more. Blocks up to the timeout. */
    void stopReadBack(Duration timeout) {
        if (readBack != null) {
            readBack.close(timeout);
        }
    }

    /** From now on what has no result stays in the store as it is. */
    void stop() {
        stopping = true;
    }
}
