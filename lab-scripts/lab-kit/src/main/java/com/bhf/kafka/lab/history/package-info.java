/**
 * What clients of the service saw, kept in a file of their own, and the check of it against the log: whether what was
 * promised was kept. Knows the HTTP contract and Kafka's log, nothing of the service's inside.
 */
@NullMarked
package com.bhf.kafka.lab.history;

import org.jspecify.annotations.NullMarked;
