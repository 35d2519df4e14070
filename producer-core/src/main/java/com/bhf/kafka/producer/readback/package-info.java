/** Reads the log back to find out whether the records of open requests stand in it, and where. */
@NullMarked
package com.bhf.kafka.producer.readback;

import org.jspecify.annotations.NullMarked;
