/** The HTTP API: validates, maps and wires. It decides nothing about delivery. */
@NullMarked
package com.bhf.kafka.api;

import org.jspecify.annotations.NullMarked;
