package com.bhf.kafka.api;

import com.bhf.kafka.producer.delivery.StatusStore;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

/** The status of async sends; reads the store on threads of its own. */
@Controller("/api/v1/status")
final class StatusController {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final String REQUEST_ID = "requestId";

    private final StatusStore store;
    private final Executor readers;
    private final Clock clock;
    private final Duration retention;

    StatusController(
            StatusStore store, @Named(Wiring.STORE_READERS) Executor readers, Clock clock, ServiceSettings settings) {
        this.store = store;
        this.readers = readers;
        this.clock = clock;
        this.retention = settings.retention();
    }

    @Get
    CompletableFuture<? extends MutableHttpResponse<?>> status(HttpRequest<?> request) {
        List<String> ids = request.getParameters().getAll(REQUEST_ID);
        if (ids.isEmpty()) {
            return CompletableFuture.completedFuture(HttpResponse.ok(ServiceInfo.at(clock.instant(), retention)));
        }
        if (ids.size() > 1) {
            throw new BadParameterException(REQUEST_ID, ids, "one value");
        }
        String id = ids.get(0);
        if (!UUID_TEXT.matcher(id).matches()) {
            throw new BadParameterException(REQUEST_ID, id, "the id of an accepted request, a UUID");
        }
        return read(UUID.fromString(id), request.getPath());
    }

    private CompletableFuture<MutableHttpResponse<?>> read(UUID id, String path) {
        try {
            return CompletableFuture.<MutableHttpResponse<?>>supplyAsync(() -> answer(id, path), readers)
                    .exceptionally(error -> FailureAnswers.of(error, path));
        } catch (RejectedExecutionException full) {
            Problem problem = Problem.plain(
                    "overloaded", HttpStatus.SERVICE_UNAVAILABLE, "Too many status requests wait already", path);
            return CompletableFuture.completedFuture(problem.toResponse(Wiring.READER_RETRY));
        }
    }

    private MutableHttpResponse<?> answer(UUID id, String path) {
        return store.find(id)
                .<MutableHttpResponse<?>>map(status -> HttpResponse.ok(Answers.Status.of(status)))
                .orElseGet(
                        () -> Problem.plain("unknown-request", HttpStatus.NOT_FOUND, "There is no request " + id, path)
                                .withParameter(REQUEST_ID)
                                .toResponse());
    }
}
