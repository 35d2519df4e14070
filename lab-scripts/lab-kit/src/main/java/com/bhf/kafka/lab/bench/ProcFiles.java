package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux says of processes and of the machine, from {@code /proc}. */
final class ProcFiles {

    private static final Path PROC = Path.of("/proc");
    /** USER_HZ: 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;
    /** After the name in parentheses: state is the first field, user time the 12th. */
    private static final int USER_TIME = 11;

    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int LAST_OWN_COLUMN = 8;
    private static final double KIB_PER_MIB = 1024;

    private ProcFiles() {}

    /** CPU seconds that a process has used, without its children. */
    static double cpuSeconds(long pid) {
        return cpuSeconds(read(PROC.resolve(pid + "/stat")), 2);
    }

    /** CPU seconds of this process and of its children that have ended. */
    static double ownCpuSeconds() {
        return cpuSeconds(read(PROC.resolve("self/stat")), 4);
    }

    static double cpuSeconds(String stat, int fields) {
        String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = USER_TIME; i < USER_TIME + fields; i++) {
            ticks += Long.parseLong(values[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** CPU seconds that the machine was busy since it started, whoever it was; with what a hypervisor took. */
    static double busySeconds() {
        return busySeconds(read(PROC.resolve("stat")));
    }

    static double busySeconds(String stat) {
        String[] columns = stat.lines().findFirst().orElse("").trim().split(" +", -1);
        long ticks = 0;
        for (int i = 1; i <= LAST_OWN_COLUMN; i++) {
            ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(columns[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The load average of the last minute. */
    static double loadAverage() {
        return Double.parseDouble(read(PROC.resolve("loadavg")).split(" ", -1)[0]);
    }

    /** Resident memory of a process. */
    static double residentMib(long pid) {
        return Long.parseLong(status(pid, "VmRSS")) / KIB_PER_MIB;
    }

    static int threads(long pid) {
        return Integer.parseInt(status(pid, "Threads"));
    }

    private static String status(long pid, String name) {
        List<String> lines = read(PROC.resolve(pid + "/status")).lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim().split("\\s+", -1)[0])
                .findFirst()
                .orElseThrow(() -> new BenchException("/proc says no " + name + " of process " + pid));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + "; the benchmark needs Linux", e);
        }
    }
}
