package com.bhf.kafka.lab.proxy;

/** A request that the API refuses, with the status and the words of the answer. */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, message);
    }

    static ApiException badBody(String why) {
        return badRequest("bad request body: " + why);
    }

    static ApiException missingField(String field) {
        return badRequest("missing required field: " + field);
    }

    static ApiException forbidden(String message) {
        return new ApiException(403, message);
    }

    static ApiException notFound(String what) {
        return new ApiException(404, what + " not found");
    }

    static ApiException alreadyExists(String what) {
        return new ApiException(409, what + " already exists");
    }

    /** The network refused: Toxiproxy answers with the words of Go's network library. */
    static ApiException network(String message) {
        return new ApiException(500, message);
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
