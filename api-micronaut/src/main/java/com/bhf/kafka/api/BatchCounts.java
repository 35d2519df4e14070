package com.bhf.kafka.api;

/** What was answered of the entries of a batch. Not thread-safe. */
final class BatchCounts {
    private long written;
    private long accepted;
    private long refused;

    void count(Object answer) {
        if (answer instanceof Answers.Written) {
            written++;
        } else if (answer instanceof Answers.Accepted) {
            accepted++;
        } else {
            refused++;
        }
    }

    long written() {
        return written;
    }

    long accepted() {
        return accepted;
    }

    /** Answered with a problem: refused, failed or in doubt. */
    long refused() {
        return refused;
    }

    @Override
    public String toString() {
        return "written=" + written + " accepted=" + accepted + " refused=" + refused;
    }
}
