package com.bhf.kafka.lab.crash;

import org.jspecify.annotations.Nullable;

/** The test could not be carried through, so that it says nothing about the service's promises. */
public final class CrashTestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CrashTestException(String message) {
        super(message);
    }

    public CrashTestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
