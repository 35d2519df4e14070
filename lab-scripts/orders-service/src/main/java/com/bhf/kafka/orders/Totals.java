package com.bhf.kafka.orders;

import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;

/** The sum of all effects: an order that were applied twice would count twice. */
@Serdeable
record Totals(long orders, BigDecimal amount) {}
