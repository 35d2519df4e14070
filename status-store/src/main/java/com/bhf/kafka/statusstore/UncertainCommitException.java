package com.bhf.kafka.statusstore;

import java.sql.SQLException;

/** A commit failed: the database may have carried it out all the same. */
final class UncertainCommitException extends SQLException {
    private static final long serialVersionUID = 1L;

    UncertainCommitException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** It is known by now that nothing was committed. */
    SQLException refuted() {
        return new SQLException("Nothing was committed: " + getMessage(), getCause());
    }
}
