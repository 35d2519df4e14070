/**
 * Tells which topics exist and how many partitions they have, without blocking and also while Kafka
 * is away, so that bad input is refused before it reaches a producer.
 */
@NullMarked
package com.bhf.kafka.producer.topic;

import org.jspecify.annotations.NullMarked;
