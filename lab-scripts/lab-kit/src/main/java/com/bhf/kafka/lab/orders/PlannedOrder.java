package com.bhf.kafka.lab.orders;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An order of the test.
 *
 * @param direct written to the topic past the service, as another team's producer would; else posted
 * @param twice sent a second time
 */
record PlannedOrder(String id, int cents, boolean direct, boolean twice) {
    private static final int PERCENT = 100;
    private static final int INVALID = 5;
    private static final int DIRECT = 20;
    private static final int TWICE = 2;
    private static final int MAX_CENTS = 100_000;

    /** 5 % are invalid; of the valid ones 2 % are sent twice; 20 % of all go directly to the topic. */
    static List<PlannedOrder> plan(String prefix, int count, long seed) {
        Random random = new Random(seed);
        List<PlannedOrder> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int cents = 1 + random.nextInt(MAX_CENTS);
            boolean invalid = random.nextInt(PERCENT) < INVALID;
            boolean direct = random.nextInt(PERCENT) < DIRECT;
            boolean twice = !invalid && random.nextInt(PERCENT) < TWICE;
            orders.add(new PlannedOrder(prefix + "-" + i, invalid ? -cents : cents, direct, twice));
        }
        return orders;
    }

    boolean valid() {
        return cents > 0;
    }

    BigDecimal amount() {
        return BigDecimal.valueOf(cents, 2);
    }

    String json() {
        return "{\"orderId\":\"" + id + "\",\"amount\":" + amount().toPlainString() + ",\"status\":\"PENDING\"}";
    }
}
