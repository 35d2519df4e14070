package com.bhf.kafka.producer.delivery;

import org.jspecify.annotations.Nullable;

/**
 * One send of a batch that is made durable.
 *
 * @param key which no second record may have, or null
 * @param waits whether its caller waits for what becomes of it; then it is tried as {@link DeliveryEngine#send(
 *     AcceptedSend, IdempotencyKey)} does, else as {@link DeliveryEngine#accept(AcceptedSend)} does
 */
public record BatchSend(AcceptedSend send, @Nullable IdempotencyKey key, boolean waits) {}
