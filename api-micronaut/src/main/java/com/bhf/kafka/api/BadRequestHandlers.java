package com.bhf.kafka.api;

import io.micronaut.context.annotation.Factory;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers the exceptions with which this module refuses a request. */
@Factory
final class BadRequestHandlers {

    @Singleton
    ExceptionHandler<BadParameterException, MutableHttpResponse<?>> badParameter() {
        return new BadParameter();
    }

    @Singleton
    ExceptionHandler<TooLargeException, MutableHttpResponse<?>> tooLarge() {
        return new TooLarge();
    }

    private static final class BadParameter implements ExceptionHandler<BadParameterException, MutableHttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public MutableHttpResponse<?> handle(HttpRequest request, BadParameterException error) {
            String detail = String.valueOf(error.getMessage());
            return Problem.notWritten("bad-parameter", HttpStatus.BAD_REQUEST, detail, request.getPath(), false)
                    .withParameter(error.parameter())
                    .toResponse();
        }
    }

    private static final class TooLarge implements ExceptionHandler<TooLargeException, MutableHttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public MutableHttpResponse<?> handle(HttpRequest request, TooLargeException error) {
            String detail = String.valueOf(error.getMessage());
            return Problem.notWritten(
                            "too-large", HttpStatus.REQUEST_ENTITY_TOO_LARGE, detail, request.getPath(), false)
                    .withParameter("body")
                    .toResponse();
        }
    }
}
