package com.bhf.kafka.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One suite, seen from outside, against the fault proxy and against the real server. What the real server does is also
 * recorded, so that a machine without it compares with that. {@code .ci/conformance-tools.sh} brings the real server
 * and the Node client; a server or a client that is named by the environment must work.
 *
 * <p>After a change of the cases, copy {@code target/conformance/toxiproxy.txt} over the recorded file.
 */
@Tag("process")
@Timeout(120)
class ConformanceTest {

    private static final Path SEEN = Path.of("target", "conformance");

    private static Observations recorded;
    private static Observations deliberate;
    private static Observations ours;
    private static Optional<Observations> real;

    @BeforeAll
    static void observe() throws Exception {
        recorded = Observations.load("/conformance/toxiproxy.txt");
        deliberate = Observations.load("/conformance/deliberate-differences.txt");
        CompletableFuture<Optional<Observations>> real = CompletableFuture.supplyAsync(ConformanceTest::observeReal);
        ours = observeOurs();
        ours.save(SEEN.resolve("fault-proxy.txt"));
        ConformanceTest.real = real.join();
        if (ConformanceTest.real.isPresent()) {
            ConformanceTest.real.get().save(SEEN.resolve("toxiproxy.txt"));
        }
    }

    @Test
    void shouldBehaveLikeRecordedServerWhenNotDeliberatelyDifferent() {
        List<String> differences = ours.differencesTo(recorded.with(deliberate), "fault-proxy", "recorded");

        assertThat(differences).isEmpty();
    }

    @Test
    void shouldBehaveLikeRealServerWhenNotDeliberatelyDifferent() {
        assumeTrue(real.isPresent(), "no real Toxiproxy: run .ci/conformance-tools.sh, or set TOXIPROXY to one");

        Observations there = real.orElseThrow();
        System.out.println("Differences of the fault proxy to the real Toxiproxy, all of them deliberate:");
        ours.differencesTo(there, "fault-proxy", "toxiproxy").forEach(System.out::println);
        assertThat(ours.differencesTo(there.with(deliberate), "fault-proxy", "toxiproxy"))
                .isEmpty();
        assertThat(ours.byCase().keySet()).isEqualTo(there.byCase().keySet());
    }

    @Test
    void shouldBehaveAsRecordedWhenRealServer() {
        assumeTrue(real.isPresent(), "no real Toxiproxy: run .ci/conformance-tools.sh, or set TOXIPROXY to one");

        assertThat(real.orElseThrow().differencesTo(recorded, "toxiproxy", "recorded"))
                .isEmpty();
    }

    @Test
    void shouldListNoDeliberateDifferenceWhenThereIsNone() {
        Observations same = new Observations(new LinkedHashMap<>(deliberate.byCase()));
        same.byCase().entrySet().retainAll(recorded.byCase().entrySet());

        assertThat(same.byCase()).isEmpty();
        assertThat(recorded.byCase().keySet()).containsAll(deliberate.byCase().keySet());
    }

    @Test
    void shouldFindDifferenceWhenOneIsPlanted() {
        Map<String, String> planted = new LinkedHashMap<>(ours.byCase());
        planted.put("http: version", "418");

        assertThat(new Observations(planted).differencesTo(recorded.with(deliberate), "planted", "recorded"))
                .anyMatch(difference -> difference.contains("418"));
    }

    @Test
    void shouldTryNodeClientWhenItIsThere() {
        assumeTrue(
                nodeClient().isPresent(),
                "no toxiproxy-node-client: run .ci/conformance-tools.sh where node and npm are");

        assertThat(ours.byCase().keySet()).anyMatch(name -> name.startsWith("node: "));
    }

    private static Observations observeOurs() throws Exception {
        try (FaultProxyServer server = FaultProxyServer.start("127.0.0.1", 0)) {
            return observe(new Target("fault-proxy", server.uri()));
        }
    }

    private static Optional<Observations> observeReal() {
        Optional<Path> binary = tool("TOXIPROXY", "toxiproxy-2.12.0/server");
        if (binary.isEmpty()) {
            return Optional.empty();
        }
        try (RealToxiproxy server = RealToxiproxy.start(binary.get())) {
            return Optional.of(observe(new Target("toxiproxy", server.uri())));
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static Observations observe(Target target) throws Exception {
        List<ConformanceSuite> suites =
                new ArrayList<>(List.of(new HttpCases(), new JavaClientCases(), new LifeCases(), new ToxicCases()));
        nodeClient().ifPresent(client -> suites.add(new NodeClientCases(client)));
        Map<String, String> seen = new LinkedHashMap<>();
        for (ConformanceSuite suite : suites) {
            seen.putAll(suite.observe(target));
        }
        return new Observations(seen);
    }

    private static Optional<Path> nodeClient() {
        return tool("TOXIPROXY_NODE_CLIENT", "toxiproxy-node-client-4.1.0/node_modules/toxiproxy-node-client");
    }

    /** What the environment names, or else what is in the cache of {@code .ci/conformance-tools.sh}. */
    private static Optional<Path> tool(String variable, String inCache) {
        String named = System.getenv(variable);
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        return Optional.of(Path.of(cache, "reliable-producer-lab", inCache))
                .filter(path -> path.toFile().exists());
    }
}
