package com.bhf.kafka.lab.proxy;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What went through, counted while it happens, as Prometheus reads it. Figures of a deleted proxy stay. This class is
 * threadsafe.
 */
final class Metrics {

    static final String LOST_ACKS = "fault_proxy_lost_acks_total";
    static final String CONNECTIONS = "fault_proxy_connections_total";
    private static final String RECEIVED = "toxiproxy_proxy_received_bytes_total";
    private static final String SENT = "toxiproxy_proxy_sent_bytes_total";

    private final Map<String, Map<String, LongAdder>> families = new ConcurrentSkipListMap<>(Map.of(
            CONNECTIONS, new ConcurrentSkipListMap<>(),
            LOST_ACKS, new ConcurrentSkipListMap<>(),
            RECEIVED, new ConcurrentSkipListMap<>(),
            SENT, new ConcurrentSkipListMap<>()));

    /** The figures that are per proxy show from its beginning, with 0. */
    void begin(String proxy) {
        connections(proxy);
        lostAcks(proxy);
    }

    LongAdder connections(String proxy) {
        return counter(CONNECTIONS, label("proxy", proxy));
    }

    /** Produce responses that the broker sent and the client will not get. */
    LongAdder lostAcks(String proxy) {
        return counter(LOST_ACKS, label("proxy", proxy));
    }

    LongAdder received(Direction direction, String proxy, String listen, String upstream) {
        return counter(RECEIVED, labels(direction, proxy, listen, upstream));
    }

    LongAdder sent(Direction direction, String proxy, String listen, String upstream) {
        return counter(SENT, labels(direction, proxy, listen, upstream));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, counters) -> {
            text.append("# TYPE ").append(name).append(" counter\n");
            counters.forEach((labels, value) -> text.append(name)
                    .append('{')
                    .append(labels)
                    .append("} ")
                    .append(value)
                    .append('\n'));
        });
        return text.toString();
    }

    private LongAdder counter(String family, String labels) {
        return families.getOrDefault(family, Map.of()).computeIfAbsent(labels, unknown -> new LongAdder());
    }

    private static String labels(Direction direction, String proxy, String listen, String upstream) {
        return String.join(
                ",",
                label("direction", direction.toString()),
                label("listener", listen),
                label("proxy", proxy),
                label("upstream", upstream));
    }

    private static String label(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + "\"";
    }
}
