/** A fake for tests of code that embeds this library: Kafka's own {@code MockProducer} behind a real {@code ReliableProducer}. */
@NullMarked
package com.bhf.kafka.producer.testing;

import org.jspecify.annotations.NullMarked;
