package com.bhf.kafka.lab.proxy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.Slicer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything that toxiproxy-java can do; nothing in a Turkish locale, in which it asks for a toxic without the dot on its i. */
final class JavaClientCases implements ConformanceSuite {

    private interface Action {
        Object run() throws IOException;
    }

    @Override
    public Map<String, String> observe(Target target) throws IOException {
        if (!"I".toLowerCase(Locale.getDefault()).equals("i")) {
            return Map.of();
        }
        target.clear();
        Map<String, String> seen = new LinkedHashMap<>();
        ToxiproxyClient client = clientOf(target);
        proxies(client, seen);
        toxics(client.createProxy("toxics", "127.0.0.1:0", "127.0.0.1:1"), seen);
        see(seen, "reset", () -> {
            // Another client: reset() asks for all proxies that its client ever gave out and that are not collected.
            ToxiproxyClient another = clientOf(target);
            another.reset();
            Proxy proxy = another.getProxy("toxics");
            return proxy.isEnabled() + " " + proxy.toxics().getAll().size();
        });
        return seen;
    }

    private static ToxiproxyClient clientOf(Target target) {
        return new ToxiproxyClient(target.uri().getHost(), target.uri().getPort());
    }

    private static void proxies(ToxiproxyClient client, Map<String, String> seen) {
        see(seen, "no proxies", () -> client.getProxies().size());
        see(seen, "create", () -> text(client.createProxy("b", "127.0.0.1:0", "127.0.0.1:1")));
        see(seen, "create twice", () -> client.createProxy("b", "127.0.0.1:0", "127.0.0.1:1"));
        see(seen, "create another", () -> text(client.createProxy("a", "127.0.0.1:0", "127.0.0.1:1")));
        see(
                seen,
                "list is sorted",
                () -> client.getProxies().stream().map(Proxy::getName).collect(Collectors.joining(" ")));
        see(seen, "get unknown", () -> client.getProxy("nobody"));
        see(seen, "get unknown or null", () -> client.getProxyOrNull("nobody"));
        see(seen, "get or null", () -> client.getProxyOrNull("a").getName());
        see(seen, "disable", () -> {
            client.getProxy("a").disable();
            return client.getProxy("a").isEnabled();
        });
        see(seen, "enable", () -> {
            client.getProxy("a").enable();
            return client.getProxy("a").isEnabled();
        });
        see(seen, "set upstream", () -> {
            client.getProxy("a").setUpstream("127.0.0.1:2");
            return client.getProxy("a").getUpstream();
        });
        see(seen, "set listen", () -> {
            client.getProxy("a").setListen("127.0.0.1:0");
            return client.getProxy("a").isEnabled();
        });
        see(seen, "delete", () -> {
            client.getProxy("a").delete();
            client.getProxy("b").delete();
            return client.getProxies().size();
        });
    }

    private static void toxics(Proxy proxy, Map<String, String> seen) {
        ToxicDirection up = ToxicDirection.UPSTREAM;
        ToxicDirection down = ToxicDirection.DOWNSTREAM;
        see(seen, "latency", () -> {
            Latency latency = proxy.toxics().latency("latency", down, 100).setJitter(15);
            latency.setToxicity(0.5f);
            Latency got = proxy.toxics().get("latency", Latency.class);
            return text(got) + " " + got.getLatency() + " " + got.getJitter() + " " + got.getToxicity();
        });
        see(
                seen,
                "bandwidth",
                () -> proxy.toxics().bandwidth("bandwidth", up, 50).setRate(60).getRate());
        see(
                seen,
                "slow_close",
                () -> proxy.toxics()
                        .slowClose("slow_close", up, 50)
                        .setDelay(60)
                        .getDelay());
        see(
                seen,
                "timeout",
                () -> proxy.toxics().timeout("timeout", up, 50).setTimeout(60).getTimeout());
        see(
                seen,
                "reset_peer",
                () -> proxy.toxics()
                        .resetPeer("reset_peer", up, 50)
                        .setTimeout(60)
                        .getTimeout());
        see(
                seen,
                "limit_data",
                () -> proxy.toxics()
                        .limitData("limit_data", up, 50)
                        .setBytes(60)
                        .getBytes());
        see(seen, "slicer", () -> {
            Slicer slicer = proxy.toxics().slicer("slicer", down, 10, 100);
            slicer.setSizeVariation(20).setAverageSize(30).setDelay(40);
            Slicer got = proxy.toxics().get("slicer", Slicer.class);
            return got.getAverageSize() + " " + got.getSizeVariation() + " " + got.getDelay();
        });
        see(seen, "toxic twice", () -> proxy.toxics().latency("latency", up, 1));
        see(seen, "toxic unknown", () -> proxy.toxics().get("nobody"));
        see(
                seen,
                "all toxics",
                () -> proxy.toxics().getAll().stream()
                        .map(JavaClientCases::text)
                        .collect(Collectors.joining(", ")));
        see(seen, "remove toxic", () -> {
            proxy.toxics().get("latency").remove();
            return proxy.toxics().getAll().size();
        });
    }

    private static String text(Proxy proxy) {
        return proxy.getName() + " " + proxy.getListen().replaceAll("\\d{4,}", "*") + " " + proxy.getUpstream() + " "
                + proxy.isEnabled();
    }

    private static String text(Toxic toxic) {
        return toxic.getName() + " " + toxic.getStream();
    }

    private static void see(Map<String, String> seen, String name, Action action) {
        String what;
        try {
            what = String.valueOf(action.run());
        } catch (IOException | RuntimeException e) {
            what = e.getClass().getSimpleName() + " " + e.getMessage();
        }
        seen.put("java: " + name, what);
    }
}
