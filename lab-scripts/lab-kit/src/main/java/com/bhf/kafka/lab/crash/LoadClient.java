package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.history.HistoryEvent.Answer;
import com.bhf.kafka.lab.history.HistoryEvent.NoAnswer;
import com.bhf.kafka.lab.history.HistoryEvent.Submit;
import com.bhf.kafka.lab.history.HistoryFile;
import com.bhf.kafka.lab.history.PayloadHash;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client: sends one thing after the other, and writes down each before it is sent and each answer. It tries again
 * what could not connect, and, where the send carries an Idempotency-Key, what got no answer or no definite one.
 */
final class LoadClient implements Runnable {

    private static final int MOST_ATTEMPTS = 20;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(100);

    private final SendPlanner planner;
    private final List<ServiceInstance> instances;
    private final Pacer pacer;
    private final ServiceClient service;
    private final HistoryFile history;
    private final AcceptedSends accepted;
    private final Clock clock;
    private final BooleanSupplier stopped;
    private final Random random = new Random();

    LoadClient(
            SendPlanner planner,
            List<ServiceInstance> instances,
            Pacer pacer,
            ServiceClient service,
            HistoryFile history,
            AcceptedSends accepted,
            Clock clock,
            BooleanSupplier stopped) {
        this.planner = planner;
        this.instances = instances;
        this.pacer = pacer;
        this.service = service;
        this.history = history;
        this.accepted = accepted;
        this.clock = clock;
        this.stopped = stopped;
    }

    @Override
    public void run() {
        while (!stopped.getAsBoolean()) {
            pacer.await();
            ServiceInstance instance = serving();
            if (instance == null) {
                Pause.of(BETWEEN_ATTEMPTS);
            } else {
                send(planner.next(), instance);
            }
        }
    }

    private void send(PlannedSend send, ServiceInstance first) {
        ServiceInstance instance = first;
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            if (instance != null && !attempt(send, attempt, instance)) {
                return;
            }
            Pause.of(BETWEEN_ATTEMPTS);
            instance = serving();
        }
    }

    /** Returns whether it should be tried again. */
    private boolean attempt(PlannedSend send, int number, ServiceInstance instance) {
        history.append(submit(send, number, instance));
        try {
            Answer answer = service.send(instance.api(), send, number);
            history.append(answer);
            return answered(send, answer);
        } catch (IOException e) {
            boolean sent = !(e instanceof ConnectException);
            history.append(new NoAnswer(clock.millis(), send.event(), number, sent, e.toString()));
            return !sent || send.keyed();
        }
    }

    private boolean answered(PlannedSend send, Answer answer) {
        if (send.async() && answer.code() < 300 && answer.requestId() != null) {
            accepted.add(answer.requestId());
        }
        boolean indefinite = answer.code() == 409 || answer.code() == 504;
        if (answer.code() == 429 || answer.code() == 503) {
            Pause.of(AFTER_REFUSAL);
        }
        return indefinite && send.keyed();
    }

    private Submit submit(PlannedSend send, int number, ServiceInstance instance) {
        return new Submit(
                clock.millis(),
                send.event(),
                number,
                send.mode(),
                send.async(),
                send.topic(),
                send.key(),
                PayloadHash.of(send.payload().getBytes(StandardCharsets.UTF_8)),
                send.keyed() ? send.event() : null,
                instance.id());
    }

    private @Nullable ServiceInstance serving() {
        List<ServiceInstance> serving =
                instances.stream().filter(ServiceInstance::isServing).toList();
        return serving.isEmpty() ? null : serving.get(random.nextInt(serving.size()));
    }
}
