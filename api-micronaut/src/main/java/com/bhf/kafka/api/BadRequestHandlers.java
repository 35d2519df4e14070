package com.bhf.kafka.api;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.BufferLengthExceededException;
import io.micronaut.http.server.exceptions.BufferLengthExceededHandler;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Answers the exceptions with which this module refuses a request. */
@Factory
final class BadRequestHandlers {
    private static final Duration SOON = Duration.ofSeconds(1);

    /** What one of these exceptions says; empty for others. */
    static Optional<Problem> problem(Throwable error, String path) {
        String detail = String.valueOf(error.getMessage());
        if (error instanceof BadParameterException bad) {
            return Optional.of(Problem.notWritten("bad-parameter", HttpStatus.BAD_REQUEST, detail, path, false)
                    .withParameter(bad.parameter()));
        }
        if (error instanceof TooLargeException) {
            return Optional.of(tooLarge(detail, path));
        }
        if (error instanceof NoRoomException) {
            return Optional.of(Problem.notWritten("overloaded", HttpStatus.TOO_MANY_REQUESTS, detail, path, true));
        }
        return Optional.empty();
    }

    private static Problem tooLarge(String detail, String path) {
        return Problem.notWritten("too-large", HttpStatus.REQUEST_ENTITY_TOO_LARGE, detail, path, false)
                .withParameter("body");
    }

    @Singleton
    ExceptionHandler<BadParameterException, MutableHttpResponse<?>> badParameter() {
        return new BadParameter();
    }

    @Singleton
    ExceptionHandler<TooLargeException, MutableHttpResponse<?>> tooLarge() {
        return new TooLarge();
    }

    @Singleton
    ExceptionHandler<NoRoomException, MutableHttpResponse<?>> noRoom() {
        return new NoRoom();
    }

    /** The framework's own names its settings, not ours. */
    @Singleton
    @Replaces(BufferLengthExceededHandler.class)
    ExceptionHandler<BufferLengthExceededException, MutableHttpResponse<?>> bodyTooLarge() {
        return new BodyTooLarge();
    }

    private static MutableHttpResponse<?> answer(Throwable error, HttpRequest<?> request) {
        return problem(error, request.getPath()).orElseThrow().toResponse();
    }

    private static final class BadParameter implements ExceptionHandler<BadParameterException, MutableHttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public MutableHttpResponse<?> handle(HttpRequest request, BadParameterException error) {
            return answer(error, request);
        }
    }

    private static final class TooLarge implements ExceptionHandler<TooLargeException, MutableHttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public MutableHttpResponse<?> handle(HttpRequest request, TooLargeException error) {
            return answer(error, request);
        }
    }

    private static final class NoRoom implements ExceptionHandler<NoRoomException, MutableHttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public MutableHttpResponse<?> handle(HttpRequest request, NoRoomException error) {
            return problem(error, request.getPath()).orElseThrow().toResponse(SOON);
        }
    }

    private static final class BodyTooLarge
            implements ExceptionHandler<BufferLengthExceededException, MutableHttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public MutableHttpResponse<?> handle(HttpRequest request, BufferLengthExceededException error) {
            String detail = "The body has more than " + error.getAdvertisedLength()
                    + " bytes, which is what MAX_REQUEST_BYTES allows";
            return tooLarge(detail, request.getPath()).toResponse();
        }
    }
}
