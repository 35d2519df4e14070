package com.bhf.kafka.lab.crash;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes up the sends of one client, the same ones for the same seed. Not thread-safe. */
final class SendPlanner {

    /** Name and number of partitions. */
    static final Map<String, Integer> TOPICS = Map.of("crash-one", 1, "crash-three", 3, "crash-six", 6);

    private static final List<String> NAMES = TOPICS.keySet().stream().sorted().toList();
    private static final int KEYS = 4;
    private static final int LONGEST_PADDING = 400;

    private final int client;
    private final boolean async;
    private final CrashTestOptions options;
    private final Random random;
    private int made;

    /** @param client its keys and eventIds are no other client's */
    SendPlanner(int client, boolean async, CrashTestOptions options) {
        this.client = client;
        this.async = async;
        this.options = options;
        this.random = new Random(options.seed() * 1_000 + client);
    }

    PlannedSend next() {
        String event = "e" + client + "-" + ++made;
        String topic = NAMES.get(random.nextInt(NAMES.size()));
        String key = "k" + client + "-" + random.nextInt(KEYS);
        Integer partition = random.nextInt(10) == 0 ? random.nextInt(TOPICS.getOrDefault(topic, 1)) : null;
        String payload = payload(event);
        boolean keyed = options.idempotencyKeys() && random.nextBoolean();
        return switch (random.nextInt(200)) {
            case 0 -> new PlannedSend(event, "no-such-mode", async, topic, key, partition, payload, keyed);
            case 1 -> new PlannedSend(event, options.mode(), async, topic, key, 999, payload, keyed);
            case 2 -> new PlannedSend(event, options.mode(), async, "no-such-topic", key, null, payload, keyed);
            default -> new PlannedSend(event, options.mode(), async, topic, key, partition, payload, keyed);
        };
    }

    private String payload(String event) {
        StringBuilder text = new StringBuilder("payload of " + event + " ");
        int padding = random.nextInt(LONGEST_PADDING);
        for (int i = 0; i < padding; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
