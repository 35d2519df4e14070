package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.history.HistoryEvent.Mark;
import com.bhf.kafka.lab.history.HistoryEvent.MarkKind;
import com.bhf.kafka.lab.history.HistoryFile;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Strikes, and makes good again. Each method blocks until it has; the load goes on meanwhile. */
final class FaultInjector {

    private final Lab lab;
    private final HistoryFile history;
    private final Clock clock;
    private final Random random;

    FaultInjector(Lab lab, HistoryFile history, Clock clock, Random random) {
        this.lab = lab;
        this.history = history;
        this.clock = clock;
        this.random = random;
    }

    /** Each of them goes on or not, as it happens, at least one of them does. */
    void disturb(List<FaultKind> lasting) {
        calm();
        if (lasting.isEmpty()) {
            return;
        }
        FaultKind certain = lasting.get(random.nextInt(lasting.size()));
        for (FaultKind fault : lasting) {
            if (fault == certain || random.nextBoolean()) {
                mark(MarkKind.FAULT, fault.option());
                if (fault == FaultKind.LOST_ACKS) {
                    network().loseAcks();
                } else {
                    network().delayAnswers();
                }
            }
        }
    }

    void calm() {
        NetworkFaults network = lab.network();
        if (network != null) {
            network.calm();
        }
    }

    void strike(FaultKind fault) {
        switch (fault) {
            case KILL_API -> killApi();
            case STOP_API -> stopApi();
            case PAUSE_API -> pauseApi();
            case KILL_BROKER -> killBroker();
            case STOP_STORE -> stopStore();
            case CUT -> cut();
            case LOST_ACKS, LATENCY -> throw new IllegalArgumentException(fault + " lasts");
        }
    }

    private void killApi() {
        ServiceInstance instance = someInstance();
        instance.kill();
        mark(MarkKind.KILL, "service " + instance.id());
        awaitUpTo(lab.instances().size() > 1 ? Duration.ofSeconds(4) : Duration.ofMillis(300));
        instance.start();
    }

    private void stopApi() {
        ServiceInstance instance = someInstance();
        mark(MarkKind.FAULT, "SIGTERM to service " + instance.id());
        instance.terminate();
        awaitUpTo(Duration.ofSeconds(1));
        instance.start();
    }

    private void pauseApi() {
        ServiceInstance instance = someInstance();
        mark(MarkKind.FAULT, "SIGSTOP to service " + instance.id());
        instance.pause();
        try {
            awaitUpTo(Duration.ofSeconds(15));
        } finally {
            instance.resume();
        }
    }

    private void killBroker() {
        List<Map.Entry<String, Integer>> topics = SendPlanner.TOPICS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList();
        Map.Entry<String, Integer> topic = topics.get(random.nextInt(topics.size()));
        String killed = lab.kafka().killLeader(topic.getKey(), random.nextInt(topic.getValue()));
        mark(MarkKind.KILL, killed);
        awaitUpTo(Duration.ofSeconds(6));
        lab.kafka().restart();
    }

    private void stopStore() {
        mark(MarkKind.FAULT, "stop of the store");
        lab.store().stop();
        awaitUpTo(Duration.ofSeconds(4));
        lab.store().start();
    }

    private void cut() {
        mark(MarkKind.FAULT, "cut");
        network().disconnect();
        awaitUpTo(Duration.ofSeconds(4));
        network().connect();
    }

    private void awaitUpTo(Duration longest) {
        Pause.of(Duration.ofMillis(random.nextLong(longest.toMillis())));
    }

    private ServiceInstance someInstance() {
        return lab.instances().get(random.nextInt(lab.instances().size()));
    }

    private NetworkFaults network() {
        return Objects.requireNonNull(lab.network(), "no fault proxy");
    }

    private void mark(MarkKind kind, String detail) {
        history.append(new Mark(clock.millis(), kind, detail));
    }
}
