/**
 * Measures the service beside the limits of the machine it runs on: its own {@code /health}, and Kafka's own
 * performance tool. Starts all it needs, checks that what was measured is true, and ends what it started.
 */
@NullMarked
package com.bhf.kafka.lab.bench;

import org.jspecify.annotations.NullMarked;
