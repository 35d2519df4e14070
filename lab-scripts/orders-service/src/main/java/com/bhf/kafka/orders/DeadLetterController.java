package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Shows dead letters and sends them once more. */
@Controller("/api/v1/dlt")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLetterController {
    private static final String PLACE_ALLOWED = "partition-offset, such as 0-12";

    private final DeadLetterTopic letters;
    private final ReplayMarks marks;
    private final DeadLetterReplay replay;
    private final JsonMapper json;
    private final Topics topics;

    DeadLetterController(
            DeadLetterTopic letters,
            ReplayMarks marks,
            DeadLetterReplay replay,
            JsonMapper json,
            OrdersSettings settings) {
        this.letters = letters;
        this.marks = marks;
        this.replay = replay;
        this.json = json;
        this.topics = settings.topics();
    }

    @Serdeable
    record Count(String topic, long count) {}

    /** @param value the dead letter as it stands in the topic; null when somebody wrote there what is no JSON */
    @Serdeable
    record Letter(
            String place,
            int partition,
            long offset,
            Instant timestamp,
            boolean replayed,
            @Nullable JsonNode value) {}

    /** @param next what to give as {@code after} for the next page; null when this is the last one */
    @Serdeable
    record Page(List<Letter> letters, @Nullable String next) {}

    @Get("/count")
    Count count() {
        return new Count(topics.deadLetters(), letters.count());
    }

    @Get
    MutableHttpResponse<?> page(
            HttpRequest<?> request, @QueryValue @Nullable String after, @QueryValue(defaultValue = "50") String limit) {
        Optional<LetterPlace> place = after == null ? Optional.empty() : LetterPlace.parse(after);
        if (after != null && place.isEmpty()) {
            return Problem.badParameter("after", after, PLACE_ALLOWED, request.getPath())
                    .toResponse();
        }
        if (!limit.matches("[1-9][0-9]?|[1-4][0-9]{2}|500")) {
            return Problem.badParameter("limit", limit, "a whole number from 1 to 500", request.getPath())
                    .toResponse();
        }
        int size = Integer.parseInt(limit);
        List<ConsumerRecord<byte[], byte[]>> found = letters.page(place, size + 1);
        Set<LetterPlace> replayed = marks.all();
        List<Letter> page = found.stream()
                .limit(size)
                .map(record -> letter(record, replayed))
                .toList();
        boolean more = found.size() > size;
        return HttpResponse.ok(new Page(page, more ? page.get(size - 1).place() : null));
    }

    private Letter letter(ConsumerRecord<byte[], byte[]> record, Set<LetterPlace> replayed) {
        LetterPlace place = LetterPlace.of(record);
        return new Letter(
                place.toString(),
                place.partition(),
                place.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                replayed.contains(place),
                value(record.value()));
    }

    private @Nullable JsonNode value(byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : json.readValue(new String(bytes, UTF_8), JsonNode.class);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    @Post("/replay")
    MutableHttpResponse<?> replay(
            HttpRequest<?> request, @QueryValue @Nullable String place, @QueryValue @Nullable String all) {
        if (place == null && "true".equals(all)) {
            return HttpResponse.ok(replay.all());
        }
        Optional<LetterPlace> wanted = place == null ? Optional.empty() : LetterPlace.parse(place);
        if (wanted.isEmpty()) {
            return Problem.badParameter(
                            "place", String.valueOf(place), PLACE_ALLOWED + "; or all=true", request.getPath())
                    .toResponse();
        }
        return replay.one(wanted.get())
                .<MutableHttpResponse<?>>map(HttpResponse::ok)
                .orElseGet(() -> Problem.of(
                                "no-dead-letter",
                                HttpStatus.NOT_FOUND,
                                "No dead letter stands at " + place,
                                request.getPath())
                        .toResponse());
    }
}
