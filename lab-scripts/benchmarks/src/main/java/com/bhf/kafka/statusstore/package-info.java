/** Benchmarks of what is package-private there. */
@NullMarked
package com.bhf.kafka.statusstore;

import org.jspecify.annotations.NullMarked;
