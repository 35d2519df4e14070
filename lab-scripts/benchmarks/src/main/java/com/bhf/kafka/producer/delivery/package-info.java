/** Benchmarks of what is package-private there. */
@NullMarked
package com.bhf.kafka.producer.delivery;

import org.jspecify.annotations.NullMarked;
