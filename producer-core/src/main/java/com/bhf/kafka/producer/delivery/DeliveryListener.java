package com.bhf.kafka.producer.delivery;

import java.time.Duration;

/**
 * Hears what the {@link DeliveryEngine} does; the hook for metrics and event logs. Methods run on the
 * thread that saw the event and must return at once. What they throw is logged the first time and changes
 * nothing.
 */
public interface DeliveryListener {
    /** Hears nothing. */
    DeliveryListener NO_OP = new DeliveryListener() {};

    /** A send is durable; its caller is told so. */
    default void onAccepted(AcceptedSend send) {}

    /** A result is durable. {@code sinceAccepted} is the time to this status. */
    default void onStatus(AcceptedSend send, StatusChange.Transition status, Duration sinceAccepted) {}
}
