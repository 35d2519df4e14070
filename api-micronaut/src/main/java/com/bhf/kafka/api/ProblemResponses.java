package com.bhf.kafka.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Makes problem+json of the errors that the framework itself answers: 404, 405, 413, 415, 500. */
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<Problem> {

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        HttpStatus status = HttpStatus.valueOf(response.code());
        // What was not expected is named in the log only.
        String detail = status == HttpStatus.INTERNAL_SERVER_ERROR
                ? "The request failed for a reason that the service's log tells"
                : context.getErrors().stream()
                        .map(Error::getMessage)
                        .findFirst()
                        .orElse(status.getReason());
        Problem problem = Problem.plain("http-" + status.getCode(), status, detail, request.getPath());
        return HttpResponse.<Problem>status(status)
                .headers(headers -> response.getHeaders().forEachValue(headers::add))
                .contentType(Problem.MEDIA_TYPE)
                .body(problem);
    }
}
