/** Benchmarks of what is package-private there. */
@NullMarked
package com.bhf.kafka.lab.proxy;

import org.jspecify.annotations.NullMarked;
