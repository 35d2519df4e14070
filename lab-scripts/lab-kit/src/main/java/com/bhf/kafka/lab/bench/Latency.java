package com.bhf.kafka.lab.bench;

/** Milliseconds from a request to its answer. */
record Latency(double p50, double p99, double p999, double max) {}
