package com.bhf.kafka.producer.delivery;

import org.jspecify.annotations.Nullable;

/** The store cannot be read or written now. Retriable: the same call may succeed later. */
public class StatusStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayBeApplied;

    /** Nothing was changed. */
    public StatusStoreException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private StatusStoreException(String message, @Nullable Throwable cause, boolean mayBeApplied) {
        super(message, cause);
        this.mayBeApplied = mayBeApplied;
    }

    /** The commit itself failed: the changes may have been applied, all of them or none. */
    public static StatusStoreException inDoubt(String message, @Nullable Throwable cause) {
        return new StatusStoreException(message, cause, true);
    }

    /** Whether the changes may have been applied all the same. */
    public boolean mayBeApplied() {
        return mayBeApplied;
    }
}
