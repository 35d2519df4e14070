package com.bhf.kafka.api;

import com.bhf.kafka.api.RecordBuilder.Origin;
import com.bhf.kafka.producer.ProducerSettings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.util.concurrent.EventExecutor;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Many sends in one call: a JSON array with one answer, or lines of JSON with a stream of answers. Blocks nowhere. */
@Controller(BatchSender.PATH)
@Consumes(MediaType.ALL)
final class BatchController {
    private static final MediaType LINES = MediaType.of("application/x-ndjson");
    private static final Set<String> LINE_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");

    private final ServiceSettings.Batches settings;
    private final LineStream.Limits streams;
    private final RecordBuilder records;
    private final BatchSender sender;
    private final ByteBudget budget;
    private final BatchMeters meters;

    BatchController(
            ServiceSettings settings,
            ProducerSettings producer,
            RecordBuilder records,
            BatchSender sender,
            ByteBudget budget,
            BatchMeters meters) {
        this.settings = settings.batches();
        this.streams = new LineStream.Limits(
                this.settings.maxEntries(),
                this.settings.maxBytes(),
                settings.maxRequestBytes(),
                producer.deliveryTimeout());
        this.records = records;
        this.sender = sender;
        this.budget = budget;
        this.meters = meters;
    }

    @Post
    CompletableFuture<MutableHttpResponse<?>> send(HttpRequest<?> request) {
        String type = request.getContentType().map(MediaType::getName).orElse("none");
        boolean lines = LINE_TYPES.contains(type);
        if (!lines && !type.equals(MediaType.APPLICATION_JSON)) {
            throw new HttpStatusException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type is " + type + "; a batch is application/json (an array) or application/x-ndjson"
                            + " (one entry per line)");
        }
        IdempotencyKeys.requireNone(request, "none on a batch; an entry may have its own idempotencyKey");
        BatchParser parser = new BatchParser(SendDefaults.of(request), settings.maxEntries());
        Origin origin = records.origin(request);
        return lines
                ? CompletableFuture.completedFuture(stream(request, parser, origin))
                : array(request, parser, origin);
    }

    private CompletableFuture<MutableHttpResponse<?>> array(HttpRequest<?> request, BatchParser parser, Origin origin) {
        BodyCollector collector = new BodyCollector(settings.maxBytes(), budget);
        ((ServerHttpRequest<?>) request).byteBody().toByteArrayPublisher().subscribe(collector);
        return collector
                .body()
                .thenCompose(body -> {
                    ArrayBatch batch = new ArrayBatch(parser.array(body), eventLoop(request), meters);
                    sender.send(batch.entries(), origin, batch);
                    return batch.response();
                })
                .whenComplete((response, error) -> collector.release());
    }

    private MutableHttpResponse<?> stream(HttpRequest<?> request, BatchParser parser, Origin origin) {
        if (!meters.streamBegins(settings.maxStreams())) {
            throw new NoRoomException(
                    "There are " + settings.maxStreams() + " streams open, which is what BATCH_MAX_STREAMS allows");
        }
        LineStream stream =
                new LineStream(streams, eventLoop(request), parser, sender, origin, records::later, budget, meters);
        return HttpResponse.ok(
                        stream.from(((ServerHttpRequest<?>) request).byteBody().toByteArrayPublisher()))
                .contentType(LINES);
    }

    private static EventExecutor eventLoop(HttpRequest<?> request) {
        return ((NettyHttpRequest<?>) request).getChannelHandlerContext().executor();
    }
}
