package com.bhf.kafka.lab.proxy;

import com.bhf.kafka.lab.proxy.Wire.Pair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What happens to connections when a proxy comes, goes and changes. */
final class LifeCases implements ConformanceSuite {

    private interface Case {
        String observe(Wire wire) throws Exception;
    }

    private final Map<String, Case> cases = new LinkedHashMap<>();

    LifeCases() {
        ends();
        changes();
        populating();
        counting();
    }

    @Override
    public Map<String, String> observe(Target target) throws Exception {
        Map<String, String> seen = new LinkedHashMap<>();
        for (Map.Entry<String, Case> one : cases.entrySet()) {
            try (Wire wire = new Wire(target)) {
                seen.put("life: " + one.getKey(), one.getValue().observe(wire));
            }
        }
        return seen;
    }

    private void ends() {
        cases.put("bytes pass both ways", wire -> {
            Pair pair = wire.connect();
            return passes(pair);
        });
        cases.put("a few bytes pass without more", wire -> {
            Pair pair = wire.connect();
            Wire.send(pair.client(), 2);
            return Wire.receive(pair.server(), 2);
        });
        cases.put("client closes", wire -> {
            Pair pair = wire.connect();
            pair.client().close();
            return Wire.receive(pair.server(), 1);
        });
        cases.put("server closes", wire -> {
            Pair pair = wire.connect();
            pair.server().close();
            return Wire.receive(pair.client(), 1);
        });
        cases.put("there is no half-close", wire -> {
            Pair pair = wire.connect();
            pair.client().shutdownOutput();
            return Wire.receive(pair.server(), 1) + ", client " + Wire.receive(pair.client(), 1);
        });
        cases.put("nobody listens upstream: accepted, then closed", wire -> {
            wire.patch("\"upstream\":\"127.0.0.1:1\"");
            try (Socket client = wire.dial()) {
                return Wire.receive(client, 1);
            }
        });
    }

    private void changes() {
        cases.put("disabling closes connections and refuses new ones", wire -> {
            Pair pair = wire.connect();
            wire.patch("\"enabled\":false");
            return Wire.receive(pair.client(), 1) + ", server " + Wire.receive(pair.server(), 1) + ", " + dial(wire);
        });
        cases.put("disabling closes a stalled connection", wire -> {
            wire.toxic("\"type\":\"bandwidth\",\"attributes\":{\"rate\":0}");
            Pair pair = wire.connect();
            Wire.send(pair.server(), 10);
            wire.patch("\"enabled\":false");
            return Wire.receive(pair.client(), 1);
        });
        cases.put("enabling listens at the same place", wire -> {
            wire.patch("\"enabled\":false");
            wire.patch("\"enabled\":true");
            return passes(wire.connect());
        });
        cases.put("toxics work again after enabling", wire -> {
            wire.toxic("\"type\":\"limit_data\",\"attributes\":{\"bytes\":5}");
            wire.patch("\"enabled\":false");
            wire.patch("\"enabled\":true");
            Pair pair = wire.connect();
            Wire.send(pair.server(), 10);
            return Wire.receive(pair.client(), 10);
        });
        cases.put("changing the upstream closes connections", wire -> {
            Pair pair = wire.connect();
            wire.patch("\"upstream\":\"127.0.0.1:1\"");
            return Wire.receive(pair.client(), 1);
        });
        cases.put("an update that changes nothing keeps connections", wire -> {
            Pair pair = wire.connect();
            wire.patch("\"enabled\":true");
            return passes(pair);
        });
        cases.put("deleting closes connections", wire -> {
            Pair pair = wire.connect();
            wire.api().ok("DELETE", "/proxies/p", "");
            return Wire.receive(pair.client(), 1) + ", " + dial(wire);
        });
        cases.put("reset keeps connections", wire -> {
            wire.toxic("\"type\":\"latency\",\"attributes\":{\"latency\":1}");
            Pair pair = wire.connect();
            wire.api().ok("POST", "/reset", "");
            return passes(pair);
        });
        cases.put("reset enables", wire -> {
            wire.patch("\"enabled\":false");
            wire.api().ok("POST", "/reset", "");
            return passes(wire.connect());
        });
    }

    private void populating() {
        cases.put("populating the same keeps connections and toxics", wire -> {
            wire.toxic("\"type\":\"noop\"");
            Pair pair = wire.connect();
            populate(wire, wire.upstream());
            return passes(pair) + ", "
                    + wire.api().ok("GET", "/proxies/p/toxics", "").size();
        });
        cases.put("populating another upstream closes connections", wire -> {
            Pair pair = wire.connect();
            populate(wire, "127.0.0.1:1");
            return Wire.receive(pair.client(), 1);
        });
    }

    private void counting() {
        cases.put("bytes are counted when the connection has ended", wire -> {
            wire.patch("\"enabled\":false");
            String proxy = "counted";
            int port = wire.api().proxy(proxy, wire.upstream());
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Wire.send(client, 10);
            }
            Pattern line = Pattern.compile("toxiproxy_proxy_(received|sent)_bytes_total\\{direction=\"upstream\","
                    + "listener=\"127.0.0.1:\\d+\",proxy=\"counted\",upstream=\"127.0.0.1:\\d+\"\\} 10");
            Eventually.holdsWithin(3_000, () -> lines(wire, line) == 2);
            return lines(wire, line) + " counters";
        });
        cases.put("bytes are counted while the connection is open", wire -> {
            Pair pair = wire.connect();
            Wire.send(pair.client(), 10);
            Wire.receive(pair.server(), 10);
            Pattern line = Pattern.compile("toxiproxy_proxy_received_bytes_total\\{direction=\"upstream\".*"
                    + Pattern.quote("upstream=\"" + wire.upstream() + "\"") + "\\} 10");
            Eventually.holdsWithin(300, () -> lines(wire, line) == 1);
            return lines(wire, line) + " counters";
        });
    }

    private static long lines(Wire wire, Pattern pattern) {
        return wire.api()
                .get("/metrics")
                .body()
                .lines()
                .filter(pattern.asMatchPredicate())
                .count();
    }

    private static void populate(Wire wire, String upstream) {
        String listen = wire.api().ok("GET", "/proxies/p", "").get("listen").textValue();
        wire.api()
                .ok(
                        "POST",
                        "/populate",
                        "[{\"name\":\"p\",\"listen\":\"%s\",\"upstream\":\"%s\"}]".formatted(listen, upstream));
    }

    private static String passes(Pair pair) throws IOException {
        Wire.send(pair.client(), 100_000);
        String up = Wire.receive(pair.server(), 100_000);
        Wire.send(pair.server(), 50_000);
        return up + " up, " + Wire.receive(pair.client(), 50_000) + " down";
    }

    private static String dial(Wire wire) {
        try (Socket socket = wire.dial()) {
            return "accepted " + socket.isConnected();
        } catch (IOException e) {
            return "refused";
        }
    }
}
