package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A load by wrk: each connection sends its next request when the one before is answered.
 *
 * @param folder of the run
 * @param script name of it
 * @param arguments of the script
 */
record WrkLoad(
        Path wrk,
        Path folder,
        String script,
        URI target,
        int connections,
        int recordsPerRequest,
        List<String> arguments)
        implements Load {

    private static final int THREADS = 2;
    private static final Duration GRACE = Duration.ofMinutes(1);

    @Override
    public LoadResult run(Duration duration) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                wrk.toString(),
                "-t" + Math.min(THREADS, connections),
                "-c" + connections,
                "-d" + duration.toSeconds() + "s",
                "--timeout=30s",
                "-s",
                Scripts.in(folder, script).toString(),
                target.toString(),
                "--"));
        command.addAll(arguments);
        Child wrkProcess = Child.start("wrk", command, Map.of(), folder);
        wrkProcess.awaitSuccess(duration.plus(GRACE));
        return WrkOutput.parse(wrkProcess.output()).result(recordsPerRequest, connections);
    }
}
