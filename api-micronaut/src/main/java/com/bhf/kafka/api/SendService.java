package com.bhf.kafka.api;

import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import com.bhf.kafka.producer.delivery.IdempotencyKey;
import com.bhf.kafka.producer.delivery.SendStatus;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes a validated send through the checks to the engine, and its outcome to an answer. Never blocks. */
@Singleton
final class SendService {
    private final TopicCheck topics;
    private final RecordBuilder records;
    private final DeliveryEngine engine;
    private final RecordSize size;
    private final KeyedAnswers keyed;
    private final RequestLog log;

    SendService(
            TopicCheck topics,
            RecordBuilder records,
            DeliveryEngine engine,
            RecordSize size,
            KeyedAnswers keyed,
            RequestLog log) {
        this.topics = topics;
        this.records = records;
        this.engine = engine;
        this.size = size;
        this.keyed = keyed;
        this.log = log;
    }

    /** @param key which no second record may have, or null */
    CompletableFuture<MutableHttpResponse<?>> send(
            SendCommand command, @Nullable IdempotencyKey key, HttpRequest<?> request) {
        String path = request.getPath();
        AcceptedSend send = records.build(command, records.origin(request));
        size.requireFits(send);
        boolean durable = key != null || command.sendMode() == SendMode.ASYNC;
        return topics.lookUp(command.topic())
                .thenApply(lookup -> TopicCheck.refusal(command, lookup, durable, path))
                .thenCompose(refusal -> refusal.map(CompletableFuture::<MutableHttpResponse<?>>completedFuture)
                        .orElseGet(() -> hand(command.sendMode(), send, key, path)));
    }

    private CompletableFuture<MutableHttpResponse<?>> hand(
            SendMode sendMode, AcceptedSend send, @Nullable IdempotencyKey key, String path) {
        CompletableFuture<MutableHttpResponse<?>> answer =
                key == null ? handOnce(sendMode, send, path) : handKeyed(sendMode, send, key, path);
        return answer.handle(
                (response, error) -> error == null ? response : FailureAnswers.of(send, key != null, error, path));
    }

    private CompletableFuture<MutableHttpResponse<?>> handOnce(SendMode sendMode, AcceptedSend send, String path) {
        return sendMode == SendMode.ASYNC
                ? engine.accept(send).thenApply(accepted -> Answers.accepted(SendStatus.accepted(accepted)))
                : engine.send(send).thenApply(outcome -> ended(send, outcome, path));
    }

    private CompletableFuture<MutableHttpResponse<?>> handKeyed(
            SendMode sendMode, AcceptedSend send, IdempotencyKey key, String path) {
        return sendMode == SendMode.ASYNC
                ? engine.accept(send, key).thenApply(result -> keyed.async(result, path))
                : engine.send(send, key).thenApply(result -> keyed.sync(result, send, path));
    }

    private MutableHttpResponse<?> ended(AcceptedSend send, SendOutcome outcome, String path) {
        if (outcome instanceof Acknowledged ack) {
            log.written(send, ack);
            return HttpResponse.ok(Answers.Written.of(send, ack));
        }
        Failed failure = (Failed) outcome;
        log.failed(send, failure);
        return FailureAnswers.of(send, failure, path);
    }
}
