/**
 * A service of another team that embeds producer-core: takes orders over HTTP, processes them from Kafka, retries what
 * fails for a while, and keeps what cannot be processed in a dead letter topic.
 */
@NullMarked
package com.bhf.kafka.orders;

import org.jspecify.annotations.NullMarked;
