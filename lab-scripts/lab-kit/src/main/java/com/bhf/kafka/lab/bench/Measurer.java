package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a load and measures what it costs. Not thread-safe. */
final class Measurer implements AutoCloseable {

    private static final Duration SETTLE = Duration.ofMinutes(1);
    private static final double PER = 1_000;

    private final BenchLab lab;
    private final Loads loads;
    private final Map<ServiceKind, AllocationProbe> probes = new EnumMap<>(ServiceKind.class);
    private final int cores = Runtime.getRuntime().availableProcessors();

    Measurer(BenchLab lab) {
        this.lab = lab;
        this.loads = new Loads(lab);
    }

    void warmUp(Scenario scenario) throws IOException, InterruptedException {
        loads.of(scenario).run(lab.options().warmUp());
        settled(scenario, 0);
    }

    Measurement measure(Scenario scenario, int round) throws IOException, InterruptedException {
        Load load = loads.of(scenario);
        long recordsBefore = settled(scenario, 0);
        double loadBefore = ProcFiles.loadAverage();
        Usage usage = Usage.now(lab, probe(scenario), scenario);
        MachineShare share = MachineShare.now();
        LoadResult result = load.run(lab.options().duration());
        double othersCpu = share.othersUntil(MachineShare.now(), cores);
        Double resident = scenario.service() == null
                ? null
                : Double.valueOf(
                        ProcFiles.residentMib(lab.service(scenario.service()).pid()));
        // What was accepted is to be sent and its result committed: that is part of the cost.
        long written = settled(scenario, recordsBefore + result.records()) - recordsBefore;
        Usage used = Usage.now(lab, probe(scenario), scenario).minus(usage);
        lab.services().forEach(BenchService::requireAlive);
        return measurement(scenario, round, result, used, resident, loadBefore, othersCpu, written);
    }

    private static Measurement measurement(
            Scenario scenario,
            int round,
            LoadResult result,
            Usage used,
            @Nullable Double resident,
            double loadBefore,
            double othersCpu,
            long written) {
        double thousands = result.records() / PER;
        return new Measurement(
                scenario.option(),
                round,
                result.recordsPerSecond(),
                result.records(),
                result.latency(),
                scenario.service() == null ? null : used.serviceCpu() / thousands,
                used.brokerCpu() / thousands,
                scenario.service() == null ? null : (double) used.allocated() / result.records(),
                resident,
                loadBefore,
                othersCpu,
                written,
                Truth.problem(result, scenario.writes() ? written : result.records())
                        .orElse(null));
    }

    private long settled(Scenario scenario, long atLeast) throws InterruptedException {
        return scenario.writes() ? lab.topics().settled(scenario.topic(), atLeast, SETTLE) : 0;
    }

    private @Nullable AllocationProbe probe(Scenario scenario) {
        return scenario.service() == null
                ? null
                : probes.computeIfAbsent(
                        scenario.service(),
                        kind -> AllocationProbe.of(lab.service(kind).pid()));
    }

    @Override
    public void close() {
        probes.values().forEach(AllocationProbe::close);
    }

    /** What service and broker have used since they started, or between two moments. */
    private record Usage(double serviceCpu, double brokerCpu, long allocated) {

        static Usage now(BenchLab lab, @Nullable AllocationProbe probe, Scenario scenario) {
            double service = scenario.service() == null
                    ? 0
                    : ProcFiles.cpuSeconds(lab.service(scenario.service()).pid());
            return new Usage(service, ProcFiles.cpuSeconds(lab.brokerPid()), probe == null ? 0 : probe.bytes());
        }

        Usage minus(Usage before) {
            return new Usage(
                    serviceCpu - before.serviceCpu, brokerCpu - before.brokerCpu, allocated - before.allocated);
        }
    }
}
