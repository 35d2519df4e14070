package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Point;
import com.bhf.kafka.lab.bench.Study.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at a process and at its database file again and again. Read it once it is closed. */
final class Sampler implements AutoCloseable {

    private static final double MIB = 1024.0 * 1024;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Point> resident = new ArrayList<>();
    private final List<Point> threads = new ArrayList<>();
    private final List<Point> file = new ArrayList<>();
    private final long began = System.nanoTime();
    private final long pid;
    private final Path store;

    private Sampler(long pid, Path store) {
        this.pid = pid;
        this.store = store;
    }

    /** @param store the path of the JDBC URL */
    static Sampler start(long pid, Path store, Duration every) {
        Sampler sampler = new Sampler(pid, store);
        sampler.clock.scheduleAtFixedRate(sampler::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return sampler;
    }

    static double fileMib(Path store) {
        Path file = Path.of(store + ".mv.db");
        try {
            return Files.exists(file) ? Files.size(file) / MIB : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }

    private void look() {
        double seconds = (System.nanoTime() - began) / 1e9;
        resident.add(new Point(seconds, ProcFiles.residentMib(pid)));
        threads.add(new Point(seconds, ProcFiles.threads(pid)));
        file.add(new Point(seconds, fileMib(store)));
    }

    Series resident() {
        return new Series("resident memory", List.copyOf(resident));
    }

    Series threads() {
        return new Series("threads", List.copyOf(threads));
    }

    Series file() {
        return new Series("database file", List.copyOf(file));
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new BenchException("the sampler does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
