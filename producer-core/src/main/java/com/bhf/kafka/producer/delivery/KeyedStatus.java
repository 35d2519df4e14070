package com.bhf.kafka.producer.delivery;

/** The send that an idempotency key stands for, and the fingerprint of the request that used it first. */
public record KeyedStatus(SendStatus status, String fingerprint) {}
