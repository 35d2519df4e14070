package com.bhf.kafka.lab.bench;

/** The long measurements, each of one question. */
enum StudyKind {
    /** 1 and 100 topics, 1 to 1,000 connections. */
    TOPICS,
    /** Cost per request while the store grows. */
    GROWTH,
    /** Latency of sync sends at half of the rate that is possible. */
    HALF_RATE,
    /** Resident memory under full load with a small heap. */
    MEMORY,
    /** Process start to the first 200. */
    START,
    /** Memory, threads and file size at half rate for a long time. */
    SOAK
}
