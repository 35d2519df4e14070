package com.bhf.kafka.lab.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The request ids that got a 202, in the order of their answers, and which of them were seen final. Thread-safe. */
final class AcceptedSends {

    private final List<String> ids = new ArrayList<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> finals = ConcurrentHashMap.newKeySet();

    void add(String requestId) {
        if (seen.add(requestId)) {
            synchronized (this) {
                ids.add(requestId);
            }
        }
    }

    void markFinal(String requestId) {
        finals.add(requestId);
    }

    synchronized int count() {
        return ids.size();
    }

    int finalCount() {
        return finals.size();
    }

    synchronized List<String> all() {
        return new ArrayList<>(ids);
    }

    synchronized List<String> last(int count) {
        return new ArrayList<>(ids.subList(Math.max(0, ids.size() - count), ids.size()));
    }

    List<String> notSeenFinal() {
        List<String> open = all();
        open.removeAll(finals);
        return open;
    }

    /** Some of them, old ones and recent ones alike. */
    synchronized List<String> sample(int count, RandomGenerator random) {
        List<String> sample = new ArrayList<>();
        for (int i = 0; i < count && !ids.isEmpty(); i++) {
            boolean recent = random.nextBoolean();
            int from = recent ? Math.max(0, ids.size() - 500) : 0;
            sample.add(ids.get(random.nextInt(from, ids.size())));
        }
        return sample;
    }
}
