/** Benchmarks of what is package-private there. */
@NullMarked
package com.bhf.kafka.producer;

import org.jspecify.annotations.NullMarked;
