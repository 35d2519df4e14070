/**
 * Accepts sends durably and brings each to one truthful final status: the engine, its group-commit
 * writer, and the port of the store that keeps the statuses.
 */
@NullMarked
package com.bhf.kafka.producer.delivery;

import org.jspecify.annotations.NullMarked;
