package com.bhf.kafka.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Waits for the results of a JSON array; the answer is an array of them in the same order. */
final class ArrayBatch implements BatchResults {
    private static final int RESULT_SIZE = 400;
    private static final int LOGGED_FAILURES = 10;

    private final List<BatchEntry> entries;
    private final AtomicReferenceArray<Object> answers;
    private final AtomicInteger missing;
    private final AtomicInteger failures = new AtomicInteger();
    private final Executor eventLoop;
    private final BatchMeters meters;
    private final CompletableFuture<MutableHttpResponse<?>> response = new CompletableFuture<>();

    ArrayBatch(List<BatchEntry> entries, Executor eventLoop, BatchMeters meters) {
        this.entries = entries;
        this.answers = new AtomicReferenceArray<>(entries.size());
        this.missing = new AtomicInteger(entries.size());
        this.eventLoop = eventLoop;
        this.meters = meters;
        if (entries.isEmpty()) {
            respond();
        }
    }

    List<BatchEntry> entries() {
        return entries;
    }

    CompletableFuture<MutableHttpResponse<?>> response() {
        return response;
    }

    @Override
    public void answered(BatchEntry entry, Object answer) {
        answers.set((int) entry.position(), answer);
        if (missing.decrementAndGet() == 0) {
            // The last answer comes on the thread of Kafka's client or of the store, which have other work to do.
            eventLoop.execute(this::respond);
        }
    }

    @Override
    public boolean takesBack(BatchEntry entry) {
        return false;
    }

    @Override
    public boolean logsFailure() {
        return failures.getAndIncrement() < LOGGED_FAILURES;
    }

    private void respond() {
        try (ResultWriter writer = new ResultWriter(RESULT_SIZE * (entries.size() + 1))) {
            BatchCounts counts = new BatchCounts();
            writer.startArray();
            for (int i = 0; i < entries.size(); i++) {
                Object answer = answers.get(i);
                counts.count(answer);
                writer.write(entries.get(i).id(), answer);
            }
            writer.endArray();
            meters.array(counts);
            response.complete(HttpResponse.status(status(counts))
                    .contentType(MediaType.APPLICATION_JSON_TYPE)
                    .body(writer.toBytes()));
        } catch (IOException e) {
            response.completeExceptionally(new UncheckedIOException(e));
        }
    }

    private static HttpStatus status(BatchCounts counts) {
        if (counts.refused() > 0) {
            return HttpStatus.MULTI_STATUS;
        }
        return counts.accepted() > 0 ? HttpStatus.ACCEPTED : HttpStatus.OK;
    }
}
