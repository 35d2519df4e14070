package com.bhf.kafka.lab.basic;

/** What one call of the program does. */
interface Exercise {

    /** Blocks until it is done. Returns early after {@link #finish}. */
    int run();

    /** Closes what is open, within a bound, and says what came of it. Called at the end and at Ctrl-C; acts once. */
    void finish();
}
