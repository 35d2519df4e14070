package com.bhf.kafka.lab.orders;

import java.util.ArrayList;
import java.util.List;

/** What was counted and measured, and what did not hold. Not thread-safe. */
public final class OrdersReport {
    private static final int EXAMPLES = 5;

    private final List<String> lines = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    void say(String line) {
        lines.add(line);
    }

    /** A claim with what broke it; without anything it held. */
    void claim(String claim, List<String> broken) {
        lines.add((broken.isEmpty() ? "held    " : "BROKEN  ")
                + claim
                + (broken.isEmpty() ? "" : ": " + broken.size() + ", for example " + examples(broken)));
        if (!broken.isEmpty()) {
            violations.add(claim);
        }
    }

    void claim(String claim, boolean holds, Object seen) {
        claim(claim, holds ? List.of() : List.of(String.valueOf(seen)));
    }

    private static List<String> examples(List<String> all) {
        return all.subList(0, Math.min(EXAMPLES, all.size()));
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The claims that did not hold. */
    public List<String> violations() {
        return List.copyOf(violations);
    }
}
