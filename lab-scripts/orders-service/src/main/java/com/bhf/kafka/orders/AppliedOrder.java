package com.bhf.kafka.orders;

import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;

/**
 * An order whose effect is there.
 *
 * @param source where it first stood, as {@code topic-partition@offset}
 * @param appliedBy the instance
 * @param appliedAt ISO-8601, in UTC
 */
@Serdeable
record AppliedOrder(
        String orderId, BigDecimal amount, String status, String source, String appliedBy, String appliedAt) {}
