/**
 * The real Kafka broker in a process of its own, on this machine: the launcher that a lab starts, and the handle
 * ({@link com.bhf.kafka.lab.broker.RealBroker}) by which a test starts, kills, pauses and restarts it.
 */
@NullMarked
package com.bhf.kafka.lab.broker;

import org.jspecify.annotations.NullMarked;
