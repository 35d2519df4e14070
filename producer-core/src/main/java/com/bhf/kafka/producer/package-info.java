/**
 * Sends records to Kafka in two explicit delivery modes and says what became of each: acknowledged,
 * certainly not written, or unknown.
 */
@NullMarked
package com.bhf.kafka.producer;

import org.jspecify.annotations.NullMarked;
