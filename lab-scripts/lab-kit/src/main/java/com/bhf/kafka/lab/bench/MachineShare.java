package com.bhf.kafka.lab.bench;

import java.util.HashMap;
import java.util.Map;

/**
 * Who uses the machine: everybody, and the benchmark with all that it started.
 *
 * @param own of this process and of those of its children that have ended
 * @param children that run, by their pid
 */
record MachineShare(long atNanos, double everybody, double own, Map<Long, Double> children) {

    private static final double NANOS_PER_SECOND = 1e9;

    static MachineShare now() {
        Map<Long, Double> children = new HashMap<>();
        ProcessHandle.current()
                .descendants()
                .forEach(child -> child.info()
                        .totalCpuDuration()
                        .ifPresent(used -> children.put(child.pid(), used.toNanos() / NANOS_PER_SECOND)));
        return new MachineShare(
                System.nanoTime(), ProcFiles.busySeconds(), ProcFiles.ownCpuSeconds(), Map.copyOf(children));
    }

    /** What others have used of the machine since then, 0 to 1. */
    double othersUntil(MachineShare later, int cores) {
        double ours = later.own - own;
        for (Map.Entry<Long, Double> child : later.children.entrySet()) {
            ours += child.getValue() - children.getOrDefault(child.getKey(), 0.0);
        }
        double seconds = (later.atNanos - atNanos) / NANOS_PER_SECOND;
        return Math.min(1, Math.max(0, (later.everybody - everybody - ours) / (seconds * cores)));
    }
}
