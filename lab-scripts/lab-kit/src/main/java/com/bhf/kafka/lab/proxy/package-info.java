/**
 * A fault proxy that speaks the HTTP API of Toxiproxy and has its toxics; and, beside that set and named {@code kafka_},
 * toxics of our own that read the Kafka protocol. {@link com.bhf.kafka.lab.proxy.FaultProxyServer} runs it inside a
 * test, {@link com.bhf.kafka.lab.proxy.FaultProxyMain} as a process.
 *
 * <p>One client connection has two {@code Link}s, one per direction. A link is a chain of {@code Stage}s between a
 * thread that reads and a thread that writes; a stage runs one toxic as a state machine that never blocks.
 */
@NullMarked
package com.bhf.kafka.lab.proxy;

import org.jspecify.annotations.NullMarked;
