package com.bhf.kafka.lab.basic;

import com.bhf.kafka.lab.basic.Comparison.Measured;
import com.bhf.kafka.lab.basic.Comparison.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the comparison has measured, and what it says. */
final class ComparisonTable {
    private static final double NOISE = 0.1;

    private ComparisonTable() {}

    static void print(Screen screen, int messages, List<Measured> results) {
        screen.heading(String.format(
                Locale.ROOT, "%-34s %8s %11s %16s", messages + " messages", "ms", "messages/s", "records/request"));
        results.forEach(result -> screen.line(row(messages, result)));
        screen.line("");
        screen.line("awaited one by one: optimized is " + verdict(results, true));
        screen.line("not awaited:        optimized is " + verdict(results, false));
        screen.line("");
        screen.line("""
                Who waits for each acknowledgement has one record under way: nothing to batch, so linger.ms is only
                waited for. Batches need sends that do not wait for each other: then also the default does many times
                as much. How much the settings add depends on the network and on the load: measure yours. What they do
                is in records/request. (Awaited: one run. Not awaited: the median of five.)""");
    }

    private static String row(int messages, Measured result) {
        String name = (result.awaited() ? "awaited one by one, " : "not awaited,        ")
                + result.variant().name().toLowerCase(Locale.ROOT);
        return String.format(
                Locale.ROOT,
                "%-34s %8d %11.0f %16.1f",
                name,
                result.time().toMillis(),
                messages / (result.time().toNanos() / 1e9),
                result.recordsPerRequest());
    }

    private static String verdict(List<Measured> results, boolean awaited) {
        double ratio = (double) time(results, awaited, Variant.OPTIMIZED).toNanos()
                / time(results, awaited, Variant.DEFAULT).toNanos();
        if (Math.abs(ratio - 1) < NOISE) {
            return "as fast as default, within 10 %";
        }
        return ratio > 1
                ? String.format(Locale.ROOT, "%.1f times slower than default", ratio)
                : String.format(Locale.ROOT, "%.1f times faster than default", 1 / ratio);
    }

    private static Duration time(List<Measured> results, boolean awaited, Variant variant) {
        return results.stream()
                .filter(result -> result.awaited() == awaited && result.variant() == variant)
                .map(Measured::time)
                .findFirst()
                .orElseThrow();
    }
}
