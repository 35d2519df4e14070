package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.time.Duration;

/** Something that keeps the service, or Kafka, busy. */
interface Load {

    /** Blocks for about this long. */
    LoadResult run(Duration duration) throws IOException, InterruptedException;
}
