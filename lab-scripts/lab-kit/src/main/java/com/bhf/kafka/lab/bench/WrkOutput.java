package com.bhf.kafka.lab.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the line that {@code done.lua} lets wrk print: {@code RESULT name=number ...}. */
final class WrkOutput {

    private static final String MARK = "RESULT ";
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double MICROS_PER_SECOND = 1_000_000;

    private final Map<String, Long> values;

    private WrkOutput(Map<String, Long> values) {
        this.values = values;
    }

    /** @throws BenchException there is no such line, or it is not whole */
    static WrkOutput parse(List<String> lines) {
        String line = lines.stream()
                .filter(each -> each.startsWith(MARK))
                .findFirst()
                .orElseThrow(() -> new BenchException("wrk printed no result: " + String.join(" | ", lines)));
        Map<String, Long> values = new HashMap<>();
        for (String pair : line.substring(MARK.length()).trim().split(" +", -1)) {
            int equals = pair.indexOf('=');
            try {
                values.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
            } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
                throw new BenchException("wrk's result is not understood at '" + pair + "': " + line, e);
            }
        }
        return new WrkOutput(values);
    }

    private long value(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new BenchException("wrk's result has no " + name + ": " + values);
        }
        return value;
    }

    /**
     * @param recordsPerRequest of a request that is answered 2xx
     * @param connections each may have had a request under way at the end
     */
    LoadResult result(int recordsPerRequest, int connections) {
        long refused = value("status");
        long good = values.containsKey("accepted") ? value("accepted") : value("requests") - refused;
        long broken = value("connect") + value("read") + value("write") + value("timeout");
        Latency latency = new Latency(millis("p50"), millis("p99"), millis("p999"), millis("max"));
        return new LoadResult(
                good,
                good * recordsPerRequest,
                value("micros") / MICROS_PER_SECOND,
                refused,
                broken,
                (long) connections * recordsPerRequest,
                latency);
    }

    private double millis(String name) {
        return value(name) / MICROS_PER_MILLI;
    }
}
