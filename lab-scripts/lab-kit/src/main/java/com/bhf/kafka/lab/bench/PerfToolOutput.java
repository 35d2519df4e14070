package com.bhf.kafka.lab.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the summary of Kafka's producer performance tool. */
final class PerfToolOutput {

    /** The last such line is of all records, or of those after the warm-up. */
    private static final Pattern SUMMARY = Pattern.compile(
            "^(\\d+) (?:steady state )?records sent, ([0-9.]+)"
                    + " records/sec .*?([0-9.]+) ms max latency, (\\d+) ms 50th, \\d+ ms 95th, (\\d+) ms 99th, (\\d+) ms 99.9th.*$");

    private PerfToolOutput() {}

    /** @param sent records in all, with those of the warm-up */
    static LoadResult parse(List<String> lines, long sent) {
        Matcher last = null;
        for (String line : lines) {
            Matcher matcher = SUMMARY.matcher(line.trim());
            if (matcher.matches()) {
                last = matcher;
            }
        }
        if (last == null) {
            throw new BenchException("the performance tool printed no summary: " + String.join(" | ", lines));
        }
        double rate = Double.parseDouble(last.group(2));
        Latency latency = new Latency(
                Double.parseDouble(last.group(4)),
                Double.parseDouble(last.group(5)),
                Double.parseDouble(last.group(6)),
                Double.parseDouble(last.group(3)));
        return new LoadResult(sent, sent, sent / rate, 0, 0, 0, latency);
    }
}
