package com.bhf.kafka.orders;

import java.math.BigDecimal;

/** A valid order. */
record Order(String orderId, BigDecimal amount, String status) {}
