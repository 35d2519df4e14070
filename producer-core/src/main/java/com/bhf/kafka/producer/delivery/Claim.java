package com.bhf.kafka.producer.delivery;

import java.util.List;

/**
 * The answer to {@link StatusStore#claim}.
 *
 * @param held the owner holds its lease; false: another owner has taken over from it, and it never holds one again
 * @param taken open sends that are the owner's from now on, with their status after the takeover
 */
public record Claim(boolean held, List<OpenSend> taken) {
    /** The owner is fenced. */
    public static final Claim LOST = new Claim(false, List.of());

    public Claim {
        taken = List.copyOf(taken);
    }
}
