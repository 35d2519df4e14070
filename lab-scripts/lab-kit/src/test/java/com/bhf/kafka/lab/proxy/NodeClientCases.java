package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What toxiproxy-node-client sees, by a script of its own. */
final class NodeClientCases implements ConformanceSuite {

    private final Path client;

    NodeClientCases(Path client) {
        this.client = client;
    }

    @Override
    public Map<String, String> observe(Target target) throws IOException, InterruptedException {
        target.clear();
        Path script = Path.of("src/test/resources/conformance/node-client.cjs").toAbsolutePath();
        Process node = new ProcessBuilder(
                        "node",
                        script.toString(),
                        client.toString(),
                        target.uri().toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(node.getInputStream().readAllBytes(), UTF_8);
        if (!node.waitFor(30, TimeUnit.SECONDS) || node.exitValue() != 0) {
            node.destroyForcibly();
            throw new IOException("node failed: " + printed);
        }
        Map<String, String> seen = new LinkedHashMap<>();
        printed.lines().forEach(line -> {
            String[] pair = line.split(" = ", 2);
            seen.put(pair[0], pair[1]);
        });
        return seen;
    }
}
