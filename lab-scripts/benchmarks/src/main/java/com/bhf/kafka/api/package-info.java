/** Benchmarks of what is package-private there. */
@NullMarked
package com.bhf.kafka.api;

import org.jspecify.annotations.NullMarked;
