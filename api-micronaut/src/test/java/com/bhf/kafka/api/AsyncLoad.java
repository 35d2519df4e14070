package com.bhf.kafka.api;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Async sends from many clients at once, until told to stop; remembers the ids that got a 202. */
final class AsyncLoad {
    private static final int CLIENTS = 64;

    private final ApiClient api;
    private final String topic;
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(CLIENTS);
    private final int batch;
    private final Thread thread;
    private volatile boolean stopped;

    AsyncLoad(ApiClient api, String topic) {
        this(api, topic, 0);
    }

    /** @param batch how many sends each request makes; 0 for single ones */
    AsyncLoad(ApiClient api, String topic, int batch) {
        this.batch = batch;
        this.api = api;
        this.topic = topic;
        this.thread = new Thread(this::run, "async-load");
        thread.start();
    }

    private void run() {
        while (!stopped) {
            places.acquireUninterruptibly();
            api.sendLater(batch == 0 ? single() : batch()).whenComplete((answer, gone) -> {
                if (gone == null && answer.status() == 202) {
                    note(answer);
                }
                places.release();
            });
        }
    }

    private HttpRequest.Builder single() {
        return api.request("/api/v1/send?mode=idempotent&sendMode=async&eventId=L&topic=" + topic)
                .POST(BodyPublishers.noBody());
    }

    private HttpRequest.Builder batch() {
        String entries = "{\"eventId\":\"L\"},".repeat(batch - 1) + "{\"eventId\":\"L\"}";
        return api.request("/api/v1/send/batch?mode=idempotent&sendMode=async&topic=" + topic)
                .header("Content-Type", ApiClient.JSON)
                .POST(BodyPublishers.ofString("[" + entries + "]"));
    }

    private void note(Answer answer) {
        if (batch == 0) {
            accepted.add(answer.text("requestId"));
        } else {
            answer.jsonArray().forEach(result -> accepted.add(String.valueOf(result.get("requestId"))));
        }
    }

    int acceptedSoFar() {
        return accepted.size();
    }

    /** Stops and waits until every request has its answer or its error. */
    List<String> stop() {
        stopped = true;
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
            if (!places.tryAcquire(CLIENTS, 60, TimeUnit.SECONDS)) {
                throw new AssertionError("Requests without an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new ArrayList<>(accepted);
    }
}
