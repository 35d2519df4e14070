package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Kafka's own performance tool, with the settings of the idempotent mode and else Kafka's own. It sends a number of
 * records; how many fill the time is taken from the run before. Not thread-safe.
 */
final class PerfToolLoad implements Load {

    static final int RECORD_SIZE = 200;
    private static final long FIRST_GUESS = 100_000;
    private static final long WARM_UP_SECONDS = 3;
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final String bootstrapServers;
    private final String topic;
    private final Path folder;
    private long perSecond = FIRST_GUESS;

    PerfToolLoad(String bootstrapServers, String topic, Path folder) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.folder = folder;
    }

    @Override
    public LoadResult run(Duration duration) throws IOException, InterruptedException {
        long warmUp = perSecond * WARM_UP_SECONDS;
        long records = perSecond * duration.toSeconds() + warmUp;
        List<String> command = Child.java(
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=lab-logback.xml",
                "org.apache.kafka.tools.ProducerPerformance",
                "--bootstrap-server=" + bootstrapServers,
                "--topic=" + topic,
                "--num-records=" + records,
                "--warmup-records=" + warmUp,
                "--record-size=" + RECORD_SIZE,
                "--throughput=-1",
                "--command-property",
                "acks=all",
                "enable.idempotence=true");
        Child tool = Child.start("perf-tool", command, Map.of(), folder);
        tool.awaitSuccess(duration.plus(GRACE));
        LoadResult result = PerfToolOutput.parse(tool.output(), records);
        perSecond = Math.max(1, Math.round(result.recordsPerSecond()));
        return result;
    }
}
