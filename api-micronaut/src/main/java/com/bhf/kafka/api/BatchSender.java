package com.bhf.kafka.api;

import com.bhf.kafka.api.RecordBuilder.Origin;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.BatchListener;
import com.bhf.kafka.producer.delivery.BatchSend;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import com.bhf.kafka.producer.delivery.IdempotencyKey;
import com.bhf.kafka.producer.delivery.KeyedResult;
import com.bhf.kafka.producer.delivery.OverloadedException;
import com.bhf.kafka.producer.topic.TopicLookup;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Takes entries through the same checks as single sends to the engine, all of them at once: those without a row with one
 * task per topic and mode, those with one in one commit. Thread-safe; never blocks.
 */
@Singleton
final class BatchSender {
    static final String PATH = "/api/v1/send/batch";

    private final TopicCheck topics;
    private final RecordBuilder records;
    private final RecordSize size;
    private final IdempotencyKeys keys;
    private final KeyedAnswers keyed;
    private final DeliveryEngine engine;
    private final RequestLog log;

    BatchSender(
            TopicCheck topics,
            RecordBuilder records,
            RecordSize size,
            IdempotencyKeys keys,
            KeyedAnswers keyed,
            DeliveryEngine engine,
            RequestLog log) {
        this.topics = topics;
        this.records = records;
        this.size = size;
        this.keys = keys;
        this.keyed = keyed;
        this.engine = engine;
        this.log = log;
    }

    /** An entry whose record is made. */
    private record Ready(
            BatchEntry entry,
            SendCommand command,
            AcceptedSend send,
            @Nullable IdempotencyKey key) {
        boolean async() {
            return command.sendMode() == SendMode.ASYNC;
        }

        boolean durable() {
            return key != null || async();
        }
    }

    /** @return completes when the engine has all that it takes, in their order; never fails */
    CompletableFuture<Void> send(List<BatchEntry> entries, Origin origin, BatchResults results) {
        List<Ready> ready = new ArrayList<>(entries.size());
        Map<String, CompletableFuture<TopicLookup>> lookups = new HashMap<>();
        for (BatchEntry entry : entries) {
            try {
                Ready next = prepare(entry, origin);
                ready.add(next);
                lookups.computeIfAbsent(next.command().topic(), topics::lookUp);
            } catch (RuntimeException refused) {
                results.answered(entry, problem(refused));
            }
        }
        return CompletableFuture.allOf(lookups.values().toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> hand(ready, lookups, results));
    }

    private Ready prepare(BatchEntry entry, Origin origin) {
        SendCommand command = entry.command();
        if (command == null) {
            throw entry.refusal() == null ? new IllegalStateException("An entry without a command") : entry.refusal();
        }
        IdempotencyKey key = keys.of(command, entry.idempotencyKey()).orElse(null);
        AcceptedSend send = records.build(command, origin);
        size.requireFits(send);
        return new Ready(entry, command, send, key);
    }

    private void hand(List<Ready> ready, Map<String, CompletableFuture<TopicLookup>> lookups, BatchResults results) {
        List<Ready> direct = new ArrayList<>(ready.size());
        List<Ready> durable = new ArrayList<>();
        for (Ready next : ready) {
            Object refusal = refusal(next, lookups.get(next.command().topic()));
            if (refusal != null) {
                results.answered(next.entry(), refusal);
            } else {
                (next.durable() ? durable : direct).add(next);
            }
        }
        if (!direct.isEmpty()) {
            engine.send(direct.stream().map(Ready::send).toList(), new Listener(direct, results));
        }
        if (!durable.isEmpty()) {
            List<BatchSend> sends = durable.stream()
                    .map(next -> new BatchSend(next.send(), next.key(), !next.async()))
                    .toList();
            engine.accept(sends, new Listener(durable, results));
        }
    }

    private static @Nullable Object refusal(Ready next, @Nullable CompletableFuture<TopicLookup> lookup) {
        if (lookup == null) {
            throw new IllegalStateException("No lookup of " + next.command().topic());
        }
        try {
            return TopicCheck.refusal(next.command(), lookup.join(), next.durable(), PATH)
                    .map(BatchSender::body)
                    .orElse(null);
        } catch (BadParameterException refused) {
            return problem(refused);
        }
    }

    private static Object body(MutableHttpResponse<?> response) {
        return response.getBody().orElseThrow();
    }

    private static Object problem(Throwable refused) {
        return BadRequestHandlers.problem(refused, PATH).orElseGet(() -> Problem.internal(PATH));
    }

    /** What the engine says, as the single calls would answer it. */
    private final class Listener implements BatchListener {
        private final List<Ready> ready;
        private final BatchResults results;

        Listener(List<Ready> ready, BatchResults results) {
            this.ready = ready;
            this.results = results;
        }

        @Override
        public void ended(int index, SendOutcome outcome) {
            Ready next = ready.get(index);
            if (outcome instanceof Acknowledged ack) {
                results.answered(next.entry(), Answers.Written.of(next.send(), ack));
                return;
            }
            Failed failure = (Failed) outcome;
            boolean certain = failure instanceof NotWritten && failure.kind() == ErrorKind.RETRIABLE;
            if (certain && results.takesBack(next.entry())) {
                return;
            }
            if (results.logsFailure()) {
                log.failed(next.send(), failure);
            }
            results.answered(next.entry(), body(FailureAnswers.of(next.send(), failure, PATH)));
        }

        @Override
        public void accepted(int index, KeyedResult result) {
            Ready next = ready.get(index);
            MutableHttpResponse<?> answer =
                    next.async() ? keyed.async(result, PATH) : keyed.sync(result, next.send(), PATH);
            results.answered(next.entry(), body(answer));
        }

        @Override
        public void refused(int index, Throwable reason) {
            Ready next = ready.get(index);
            if (!(reason instanceof OverloadedException) || !results.takesBack(next.entry())) {
                results.answered(next.entry(), answer(next, reason));
            }
        }

        private Object answer(Ready next, Throwable reason) {
            try {
                return body(FailureAnswers.of(next.send(), next.key() != null, reason, PATH));
            } catch (CompletionException unexpected) {
                log.unexpected(next.send(), unexpected);
                return Problem.internal(PATH)
                        .withRequestId(next.send().requestId().toString());
            }
        }
    }
}
