package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.orders.Counters.Counter;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders: the producer side. Not there when {@code ORDERS_HTTP_PRODUCER} is false. */
@Controller("/api/v1/orders")
@Requires(condition = HttpProducerOn.class)
final class OrderController {
    private static final Logger LOG = LoggerFactory.getLogger(OrderController.class);
    private static final byte[] NOTHING = {};
    /** Good enough to find the key of an order that is no JSON or lacks something. */
    private static final Pattern ORDER_ID = Pattern.compile("\"orderId\"\\s*:\\s*\"([^\"\\\\]{1,200})\"");

    private final OrderParser parser;
    private final OrderIntake intake;
    private final OutgoingRecords records;
    private final Counters counters;

    OrderController(OrderParser parser, OrderIntake intake, OutgoingRecords records, Counters counters) {
        this.parser = parser;
        this.intake = intake;
        this.records = records;
        this.counters = counters;
    }

    /** 200: acknowledged by Kafka. */
    @Serdeable
    record Accepted(
            String status,
            String orderId,
            String topic,
            int partition,
            @Nullable Long offset,
            @Nullable Instant timestamp) {

        static Accepted of(Order order, Acknowledged ack) {
            return new Accepted(
                    "OK",
                    order.orderId(),
                    ack.topic(),
                    ack.partition(),
                    ack.hasOffset() ? ack.offset() : null,
                    ack.timestamp() < 0 ? null : Instant.ofEpochMilli(ack.timestamp()));
        }
    }

    /** On a thread that may block: the first send to a topic waits for its metadata. */
    @Post
    @ExecuteOn(TaskExecutors.BLOCKING)
    CompletableFuture<MutableHttpResponse<?>> take(HttpRequest<byte[]> request) {
        byte[] json = request.getBody().orElse(NOTHING);
        try {
            Order order = parser.parse(json);
            return intake.accept(order, json).thenApply(outcome -> accepted(order, outcome, request.getPath()));
        } catch (InvalidOrderException e) {
            return intake.refuse(records.deadLetter(key(json), json, e))
                    .thenApply(outcome -> refused(e, outcome, request.getPath()));
        }
    }

    private static byte @Nullable [] key(byte[] json) {
        Matcher matcher = ORDER_ID.matcher(new String(json, UTF_8));
        return matcher.find() ? matcher.group(1).getBytes(UTF_8) : null;
    }

    private MutableHttpResponse<?> accepted(Order order, SendOutcome outcome, String path) {
        if (outcome instanceof Acknowledged ack) {
            counters.increment(Counter.ACCEPTED);
            return HttpResponse.ok(Accepted.of(order, ack));
        }
        return failed((Failed) outcome, "The order", path);
    }

    private MutableHttpResponse<?> refused(InvalidOrderException error, SendOutcome outcome, String path) {
        if (outcome instanceof Acknowledged ack) {
            counters.increment(Counter.REFUSED);
            String place = ack.topic() + "-" + ack.partition() + "@" + ack.offset();
            LOG.warn("event=DLT attempt=0 source=HTTP place={} error=\"{}\"", place, error.getMessage());
            return Problem.of("invalid-order", HttpStatus.BAD_REQUEST, String.valueOf(error.getMessage()), path)
                    .withParameter(error.member())
                    .withDeadLetter(place)
                    .toResponse();
        }
        return failed((Failed) outcome, "The order is invalid (" + error.getMessage() + "), and its dead letter", path);
    }

    /** 503: certainly not written; 504: nobody knows. The same order may be posted again: it takes effect once. */
    private static MutableHttpResponse<?> failed(Failed failure, String what, String path) {
        String because = ": " + failure.cause().getMessage();
        if (failure instanceof Unknown && failure.kind() != ErrorKind.REJECTED) {
            return Problem.of(
                            "outcome-unknown",
                            HttpStatus.GATEWAY_TIMEOUT,
                            what + " may or may not be in Kafka" + because,
                            path)
                    .withOutcome("UNKNOWN")
                    .toResponse();
        }
        return Problem.of("not-written", HttpStatus.SERVICE_UNAVAILABLE, what + " is not in Kafka" + because, path)
                .withOutcome("NOT_WRITTEN")
                .toResponse();
    }
}
