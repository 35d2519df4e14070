/** Holds what the orders service promises against what is in Kafka and in its store, while its processes die. */
@NullMarked
package com.bhf.kafka.lab.orders;

import org.jspecify.annotations.NullMarked;
