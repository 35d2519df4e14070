package com.bhf.kafka.orders;

import io.micronaut.context.annotation.Factory;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import org.apache.kafka.common.KafkaException;

/** Makes problem+json of what the framework itself answers, and of a store or a Kafka that is away. */
@Factory
final class ProblemResponses {

    @Singleton
    ErrorResponseProcessor<Problem> frameworkErrors() {
        return new FrameworkErrors();
    }

    @Singleton
    ExceptionHandler<StoreUnavailableException, MutableHttpResponse<?>> storeAway() {
        return new Away<>("store-unavailable");
    }

    @Singleton
    ExceptionHandler<KafkaException, MutableHttpResponse<?>> kafkaAway() {
        return new Away<>("kafka-unavailable");
    }

    private static final class FrameworkErrors implements ErrorResponseProcessor<Problem> {
        @Override
        public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
            HttpStatus status = HttpStatus.valueOf(response.code());
            // What was not expected is named in the log only.
            String detail = status == HttpStatus.INTERNAL_SERVER_ERROR
                    ? "The request failed for a reason that the service's log tells"
                    : context.getErrors().stream()
                            .map(Error::getMessage)
                            .findFirst()
                            .orElse(status.getReason());
            String path = context.getRequest().getPath();
            return HttpResponse.<Problem>status(status)
                    .headers(headers -> response.getHeaders().forEachValue(headers::add))
                    .contentType(Problem.MEDIA_TYPE)
                    .body(Problem.of("http-" + status.getCode(), status, detail, path));
        }
    }

    private record Away<E extends RuntimeException>(String type)
            implements ExceptionHandler<E, MutableHttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public MutableHttpResponse<?> handle(HttpRequest request, E error) {
            String detail = String.valueOf(error.getMessage());
            return Problem.of(type, HttpStatus.SERVICE_UNAVAILABLE, detail, request.getPath())
                    .toResponse();
        }
    }
}
