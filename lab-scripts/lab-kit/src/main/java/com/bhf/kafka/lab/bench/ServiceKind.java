package com.bhf.kafka.lab.bench;

/** Which of the services that are measured. */
enum ServiceKind {
    /** As it is by default: statuses in an H2 file. */
    H2,
    /** The same service, with its statuses in the heap. */
    NO_STORE,
    POSTGRES
}
