package com.bhf.kafka.producer.delivery;

/** What a caller sees of an accepted send. */
public enum SendState {
    PENDING,
    OK,
    ERROR
}
