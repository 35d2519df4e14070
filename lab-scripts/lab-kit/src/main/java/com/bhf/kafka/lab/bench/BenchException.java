package com.bhf.kafka.lab.bench;

/** The benchmark could not be carried through. */
final class BenchException extends RuntimeException {

    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
