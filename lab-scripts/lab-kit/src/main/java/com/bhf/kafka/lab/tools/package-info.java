/** What Kafka's own console tools need to say only what matters when a lab runs them. */
@NullMarked
package com.bhf.kafka.lab.tools;

import org.jspecify.annotations.NullMarked;
