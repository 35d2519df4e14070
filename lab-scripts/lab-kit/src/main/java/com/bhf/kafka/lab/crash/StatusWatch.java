package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.Deadline;
import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import com.bhf.kafka.lab.history.HistoryFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Asks for statuses and writes down what it hears, from whichever instance serves. Thread-safe. */
final class StatusWatch implements AutoCloseable {

    private static final int ASKERS = 8;
    private static final int KNOWN = 200;
    private static final int NOT_FOUND = 404;
    private static final int SAMPLE = 10;
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(500);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final List<ServiceInstance> instances;
    private final ServiceClient service;
    private final HistoryFile history;
    private final AcceptedSends accepted;
    private final ExecutorService askers = Executors.newFixedThreadPool(ASKERS, StatusWatch::daemon);
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean closed;

    StatusWatch(List<ServiceInstance> instances, ServiceClient service, HistoryFile history, AcceptedSends accepted) {
        this.instances = instances;
        this.service = service;
        this.history = history;
        this.accepted = accepted;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "status-asker");
        thread.setDaemon(true);
        return thread;
    }

    /** Asks for a few old and recent ones now and then, until closed. */
    void sampleForEver(Random random) {
        askers.execute(() -> {
            while (!closed) {
                accepted.sample(SAMPLE, random).forEach(this::ask);
                Pause.of(BETWEEN_SAMPLES);
            }
        });
    }

    /** Asks for each until it is answered with a status or a 404. Blocks; gives up at the deadline. */
    void askForAll(List<String> requestIds, Deadline deadline) {
        AtomicInteger next = new AtomicInteger();
        List<? extends Future<?>> parts = IntStream.range(1, ASKERS)
                .mapToObj(asker -> askers.submit(() -> askFrom(requestIds, next, deadline)))
                .toList();
        for (Future<?> part : parts) {
            try {
                part.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CrashTestException("interrupted", e);
            } catch (ExecutionException e) {
                throw new CrashTestException("cannot ask for statuses: " + e.getCause(), e);
            }
        }
    }

    private void askFrom(List<String> requestIds, AtomicInteger next, Deadline deadline) {
        for (int i = next.getAndIncrement(); i < requestIds.size(); i = next.getAndIncrement()) {
            while (!ask(requestIds.get(i)) && !deadline.hasPassed()) {
                Pause.of(BETWEEN_TRIES);
            }
        }
    }

    /** Returns whether there was a definite answer. */
    private boolean ask(String requestId) {
        List<ServiceInstance> serving =
                instances.stream().filter(ServiceInstance::isServing).toList();
        if (serving.isEmpty()) {
            return false;
        }
        ServiceInstance instance = serving.get(Math.floorMod(turn.getAndIncrement(), serving.size()));
        try {
            Poll poll = service.status(instance.api(), requestId);
            history.append(poll);
            if (poll.isFinal()) {
                accepted.markFinal(requestId);
            }
            return poll.code() == KNOWN || poll.code() == NOT_FOUND;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        askers.shutdown();
    }
}
