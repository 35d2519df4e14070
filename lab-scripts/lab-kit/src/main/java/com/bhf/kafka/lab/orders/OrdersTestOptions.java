package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.crash.ServiceCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to run. Immutable.
 *
 * @param seed decides which orders are sent
 * @param orders how many
 * @param rate orders per second
 * @param pauseSeconds between two things that happen to the consumers
 * @param others how many orders are sent beside one that is stuck; 0: this part is left out
 * @param replayed how many dead letters are replayed; 0: this part is left out
 * @param protocol {@code classic} or {@code consumer}
 * @param work where to make the folder of the run; null: where temporary files go
 */
public record OrdersTestOptions(
        long seed,
        int orders,
        int rate,
        int pauseSeconds,
        int others,
        int replayed,
        String protocol,
        ServiceCommand service,
        @Nullable Path work) {

    /** @throws IllegalArgumentException names the option, its value and what is allowed */
    public OrdersTestOptions {
        requireFrom("--orders", orders, 0);
        requireFrom("--rate", rate, 1);
        requireFrom("--pause", pauseSeconds, 0);
        requireFrom("--others", others, 0);
        requireFrom("--replayed", replayed, 0);
        if (!protocol.equals("classic") && !protocol.equals("consumer")) {
            throw new IllegalArgumentException("--protocol " + protocol + " is not classic or consumer");
        }
    }

    private static void requireFrom(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " " + value + " is less than " + least);
        }
    }
}
