package com.bhf.kafka.lab.proxy;

import com.bhf.kafka.lab.proxy.Wire.Pair;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each toxic does to bytes and connections, and when. */
final class ToxicCases implements ConformanceSuite {

    /** One case; what it returns was seen. */
    private interface Case {
        String observe(Wire wire) throws Exception;
    }

    /** After so long, what was sent has arrived in the proxy, even on a busy machine. */
    private static final long ARRIVED_MS = 300;

    private static final String LATENCY = "\"type\":\"latency\",\"attributes\":{\"latency\":%d,\"jitter\":%d}";
    private static final String BANDWIDTH = "\"type\":\"bandwidth\",\"attributes\":{\"rate\":%d}";
    private static final String TIMEOUT = "\"type\":\"timeout\",\"attributes\":{\"timeout\":%d}";
    private static final String RESET = "\"type\":\"reset_peer\",\"attributes\":{\"timeout\":%d}";
    private static final String LIMIT = "\"type\":\"limit_data\",\"attributes\":{\"bytes\":%d}";
    private static final String SLOW_CLOSE = "\"type\":\"slow_close\",\"attributes\":{\"delay\":%d}";
    private static final String UP = ",\"stream\":\"upstream\"";

    private final Map<String, Case> cases = new LinkedHashMap<>();

    ToxicCases() {
        latency();
        bandwidth();
        closing();
        resetPeer();
        cutting();
        toxicity();
    }

    @Override
    public Map<String, String> observe(Target target) throws Exception {
        Map<String, String> seen = new LinkedHashMap<>();
        for (Map.Entry<String, Case> one : cases.entrySet()) {
            seen.put("toxic: " + one.getKey(), observe(target, one.getValue()));
        }
        return seen;
    }

    /** Twice more when the time was not right: a busy machine is late now and then, a wrong toxic always. */
    private static String observe(Target target, Case one) throws Exception {
        String seen = "";
        for (int i = 0; i == 0 || (i < 3 && Timed.isOff(seen)); i++) {
            try (Wire wire = new Wire(target)) {
                seen = one.observe(wire);
            }
        }
        return seen;
    }

    private void latency() {
        cases.put("latency on a new connection", wire -> {
            wire.toxic(LATENCY.formatted(400, 0));
            return downTime(wire.connect(), 400);
        });
        cases.put("latency on a live connection", wire -> {
            Pair pair = wire.connect();
            wire.toxic(LATENCY.formatted(400, 0));
            return downTime(pair, 400);
        });
        cases.put("latency upstream leaves downstream alone", wire -> {
            wire.toxic(LATENCY.formatted(400, 0) + UP);
            Pair pair = wire.connect();
            return downTime(pair, 0) + ", " + upTime(pair, 400);
        });
        cases.put("latency of two toxics adds up", wire -> {
            wire.toxic(LATENCY.formatted(200, 0));
            wire.toxic(LATENCY.formatted(200, 0) + ",\"name\":\"second\"");
            return downTime(wire.connect(), 400);
        });
        cases.put("latency with jitter stays within it", wire -> {
            wire.toxic(LATENCY.formatted(300, 100));
            return downTime(wire.connect(), 200);
        });
        cases.put("latency is pipelined", wire -> {
            wire.toxic(LATENCY.formatted(400, 0));
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            for (int i = 0; i < 5; i++) {
                Wire.send(pair.server(), 10);
                pause(20);
            }
            return timed.at(480, Wire.receive(pair.client(), 50));
        });
        cases.put("latency does not delay a close", wire -> {
            wire.toxic(LATENCY.formatted(2_000, 0) + UP);
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            pair.client().close();
            return timed.atOnce(Wire.receive(pair.server(), 1));
        });
        cases.put("latency queues a close behind the data", wire -> {
            wire.toxic(LATENCY.formatted(400, 0) + UP);
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            Wire.send(pair.client(), 10);
            pair.client().close();
            return timed.at(400, Wire.receive(pair.server(), 11));
        });
        cases.put("latency removed lets go of what it holds", wire -> {
            wire.toxic(LATENCY.formatted(5_000, 0));
            Pair pair = wire.connect();
            Wire.send(pair.server(), 10);
            pause(20);
            Wire.send(pair.server(), 10);
            pause(ARRIVED_MS);
            Timed timed = Timed.start();
            wire.removeToxic("latency_downstream");
            return timed.atOnce(Wire.receive(pair.client(), 20));
        });
        cases.put("latency updated lets go of what it holds", wire -> {
            wire.toxic(LATENCY.formatted(5_000, 0));
            Pair pair = wire.connect();
            Wire.send(pair.server(), 10);
            pause(ARRIVED_MS);
            Timed timed = Timed.start();
            wire.api().ok("PATCH", "/proxies/p/toxics/latency_downstream", "{\"attributes\":{\"latency\":400}}");
            return timed.atOnce(Wire.receive(pair.client(), 10)) + ", " + downTime(pair, 400);
        });
    }

    private void bandwidth() {
        cases.put("bandwidth of 1000 KB/s takes 0.48 s for 480 KB", wire -> {
            wire.toxic(BANDWIDTH.formatted(1_000));
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            Wire.send(pair.server(), 480_000);
            return timed.at(480, Wire.receive(pair.client(), 480_000));
        });
        cases.put("bandwidth cuts a large chunk into pieces of 100 ms", wire -> {
            wire.toxic(BANDWIDTH.formatted(10));
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            Wire.send(pair.server(), 4_000);
            String first = timed.at(100, Wire.receive(pair.client(), 1_000));
            return first + ", " + timed.at(400, Wire.receive(pair.client(), 3_000));
        });
        cases.put("bandwidth 0 stalls and loses nothing", wire -> {
            wire.toxic(BANDWIDTH.formatted(0));
            Pair pair = wire.connect();
            Wire.send(pair.server(), 1_000);
            String stalled = Wire.receiveWithin(300, pair.client(), 1);
            wire.removeToxic("bandwidth_downstream");
            return stalled + ", removed " + Wire.receive(pair.client(), 1_000);
        });
    }

    private void closing() {
        cases.put("slow_close delays the close only", wire -> {
            wire.toxic(SLOW_CLOSE.formatted(400) + UP);
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            Wire.send(pair.client(), 10);
            pair.client().close();
            String data = timed.atOnce(Wire.receive(pair.server(), 10));
            return data + ", " + timed.at(400, Wire.receive(pair.server(), 1));
        });
        cases.put("slow_close removed closes at once", wire -> {
            wire.toxic(SLOW_CLOSE.formatted(5_000) + UP);
            Pair pair = wire.connect();
            pair.client().close();
            pause(ARRIVED_MS);
            Timed timed = Timed.start();
            wire.removeToxic("slow_close_upstream");
            return timed.atOnce(Wire.receive(pair.server(), 1));
        });
        cases.put("timeout drops data and closes both ends", wire -> {
            wire.toxic(TIMEOUT.formatted(400));
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            Wire.send(pair.server(), 10);
            String client = timed.at(400, Wire.receive(pair.client(), 1));
            return client + ", server " + timed.at(400, Wire.receive(pair.server(), 1));
        });
        cases.put("timeout starts anew with each chunk", wire -> {
            wire.toxic(TIMEOUT.formatted(400));
            Pair pair = wire.connect();
            for (int i = 0; i < 4; i++) {
                Wire.send(pair.server(), 10);
                pause(150);
            }
            Timed timed = Timed.start();
            Wire.send(pair.server(), 10);
            return timed.at(400, Wire.receive(pair.client(), 1));
        });
        cases.put("timeout 0 is a black hole, its removal closes", wire -> {
            Pair pair = wire.connect();
            wire.toxic(TIMEOUT.formatted(0));
            Wire.send(pair.server(), 10);
            String held = Wire.receiveWithin(300, pair.client(), 1);
            wire.removeToxic("timeout_downstream");
            return held + ", removed " + Wire.receive(pair.client(), 1) + ", server " + Wire.receive(pair.server(), 1);
        });
        cases.put("timeout 0 lets the other direction pass", wire -> {
            Pair pair = wire.connect();
            wire.toxic(TIMEOUT.formatted(0));
            return upTime(pair, 0);
        });
        cases.put("timeout ended by a reset closes", wire -> {
            Pair pair = wire.connect();
            wire.toxic(TIMEOUT.formatted(0));
            wire.api().ok("POST", "/reset", "");
            return Wire.receive(pair.client(), 1) + ", server " + Wire.receive(pair.server(), 1);
        });
        cases.put("timeout updated starts anew", wire -> {
            wire.toxic(TIMEOUT.formatted(0));
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            wire.api().ok("PATCH", "/proxies/p/toxics/timeout_downstream", "{\"attributes\":{\"timeout\":300}}");
            return timed.at(300, Wire.receive(pair.client(), 1));
        });
    }

    private void resetPeer() {
        cases.put("reset_peer resets a new connection", wire -> {
            wire.toxic(RESET.formatted(300));
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            Wire.send(pair.server(), 10);
            return timed.at(300, Wire.receive(pair.client(), 1)) + ", server " + Wire.receive(pair.server(), 1);
        });
        cases.put("reset_peer ends an old connection in order", wire -> {
            Pair pair = wire.connect();
            wire.toxic(RESET.formatted(300));
            Timed timed = Timed.start();
            Wire.send(pair.server(), 10);
            return timed.at(300, Wire.receive(pair.client(), 1)) + ", server " + Wire.receive(pair.server(), 1);
        });
        cases.put("reset_peer leaves an idle connection alone", wire -> {
            wire.toxic(RESET.formatted(0));
            Pair pair = wire.connect();
            return Wire.receiveWithin(400, pair.client(), 1);
        });
        cases.put("reset_peer resets a new connection whatever its toxicity", wire -> {
            wire.toxic(RESET.formatted(0) + ",\"toxicity\":0");
            Pair pair = wire.connect();
            Wire.send(pair.server(), 10);
            String data = Wire.receive(pair.client(), 10);
            pair.server().close();
            return data + ", closed " + Wire.receive(pair.client(), 1);
        });
    }

    private void cutting() {
        cases.put("limit_data passes exactly so many bytes and closes", wire -> {
            wire.toxic(LIMIT.formatted(100));
            Pair pair = wire.connect();
            Wire.send(pair.server(), 60);
            String first = Wire.receive(pair.client(), 60);
            Wire.send(pair.server(), 60);
            return first + ", " + Wire.receive(pair.client(), 60);
        });
        cases.put("limit_data 0 closes on the first chunk", wire -> {
            wire.toxic(LIMIT.formatted(0));
            Pair pair = wire.connect();
            String idle = Wire.receiveWithin(200, pair.client(), 1);
            Wire.send(pair.server(), 10);
            return idle + ", " + Wire.receive(pair.client(), 1);
        });
        cases.put("limit_data counts on after an update", wire -> {
            wire.toxic(LIMIT.formatted(100));
            Pair pair = wire.connect();
            Wire.send(pair.server(), 60);
            String first = Wire.receive(pair.client(), 60);
            wire.api().ok("PATCH", "/proxies/p/toxics/limit_data_downstream", "{\"attributes\":{\"bytes\":80}}");
            Wire.send(pair.server(), 60);
            return first + ", " + Wire.receive(pair.client(), 60);
        });
        cases.put("limit_data counts per connection", wire -> {
            wire.toxic(LIMIT.formatted(10));
            Pair first = wire.connect();
            Pair second = wire.connect();
            Wire.send(first.server(), 10);
            Wire.send(second.server(), 10);
            return Wire.receive(first.client(), 11) + ", " + Wire.receive(second.client(), 11);
        });
        cases.put("slicer cuts by halves and pauses after each slice", wire -> {
            wire.toxic("\"type\":\"slicer\",\"attributes\":"
                    + "{\"average_size\":32,\"size_variation\":0,\"delay\":400000}");
            Pair pair = wire.connect();
            Timed timed = Timed.start();
            Wire.send(pair.server(), 64);
            byte[] buffer = new byte[64];
            StringBuilder sizes = new StringBuilder();
            for (int got = 0; got < 64; ) {
                int n = pair.client().getInputStream().read(buffer);
                sizes.append(n).append(' ');
                got += n;
            }
            return timed.at(400, sizes.toString().strip());
        });
        cases.put("noop passes everything", wire -> {
            wire.toxic("\"type\":\"noop\"");
            return downTime(wire.connect(), 0);
        });
        cases.put("large data through three toxics and back", wire -> {
            wire.toxic(LATENCY.formatted(10, 5));
            wire.toxic("\"type\":\"slicer\",\"attributes\":{\"average_size\":5000,\"size_variation\":1000}");
            wire.toxic(BANDWIDTH.formatted(50_000));
            Pair pair = wire.connect();
            Thread sender = new Thread(() -> sendQuietly(pair));
            sender.start();
            String got = Wire.receive(pair.client(), 2_000_000);
            sender.join();
            return got;
        });
    }

    private void toxicity() {
        cases.put("toxicity 0 never works", wire -> {
            wire.toxic(TIMEOUT.formatted(0) + ",\"toxicity\":0");
            return downTime(wire.connect(), 0);
        });
        cases.put("timeout with toxicity 0 closes when removed", wire -> {
            wire.toxic(TIMEOUT.formatted(0) + ",\"toxicity\":0");
            Pair pair = wire.connect();
            wire.removeToxic("timeout_downstream");
            return Wire.receive(pair.client(), 1);
        });
        cases.put("toxicity 0.5 works for some connections", wire -> {
            wire.toxic(LIMIT.formatted(0) + ",\"toxicity\":0.5");
            int closed = 0;
            for (int i = 0; i < 60; i++) {
                Pair pair = wire.connect();
                Wire.send(pair.server(), 1);
                closed += Wire.receive(pair.client(), 1).equals("0 EOF") ? 1 : 0;
            }
            return closed > 8 && closed < 52 ? "some" : closed + " of 60";
        });
        cases.put("toxicity is drawn again by an update", wire -> {
            wire.toxic(TIMEOUT.formatted(0) + ",\"toxicity\":0");
            Pair pair = wire.connect();
            String before = downTime(pair, 0);
            wire.api().ok("PATCH", "/proxies/p/toxics/timeout_downstream", "{\"toxicity\":1}");
            Wire.send(pair.server(), 10);
            return before + ", " + Wire.receiveWithin(300, pair.client(), 1);
        });
    }

    private static String downTime(Pair pair, long expectedMs) throws IOException {
        Timed timed = Timed.start();
        Wire.send(pair.server(), 10);
        return timed.at(expectedMs, Wire.receive(pair.client(), 10));
    }

    private static String upTime(Pair pair, long expectedMs) throws IOException {
        Timed timed = Timed.start();
        Wire.send(pair.client(), 10);
        return timed.at(expectedMs, Wire.receive(pair.server(), 10));
    }

    private static void sendQuietly(Pair pair) {
        try {
            Wire.send(pair.server(), 2_000_000);
        } catch (IOException e) {
            // The receiver will say how much arrived.
        }
    }

    /** Time is what these cases are about. */
    private static void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
