package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.crash.CrashTestException;
import com.bhf.kafka.lab.crash.Pause;
import com.bhf.kafka.lab.orders.OrdersClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long orders take to take effect, without and with one before them in their partition that fails all the time. */
final class StuckRun {
    private static final int PARTITION = 0;
    private static final String STUCK = "S-stuck";
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The delay after the first attempt: whoever waits for the stuck order waits longer than this. */
    private static final long FIRST_DELAY_MS = 3_000;

    private final OrdersTestOptions options;
    private final OrdersLab lab;
    private final OrdersReport report;
    private final OrdersInstance instance;

    StuckRun(OrdersTestOptions options, OrdersLab lab, OrdersReport report) {
        this.options = options;
        this.lab = lab;
        this.report = report;
        this.instance = lab.instance(
                "orders-stuck",
                Map.of(
                        "ORDERS_RETRY_INITIAL_DELAY_MS",
                        String.valueOf(FIRST_DELAY_MS),
                        "ORDERS_RETRY_MULTIPLIER",
                        "1",
                        "ORDERS_RETRY_JITTER",
                        "0",
                        "ORDERS_RETRY_MAX_ATTEMPTS",
                        "50"));
    }

    void run() throws IOException {
        OrdersInstance.startAll(instance);
        try (DirectSender direct = new DirectSender(lab.bootstrapServers(), OrdersLab.ORDERS)) {
            awaitEffect(direct, "S-first");
            List<Long> before = latencies(direct, "S-before");
            instance.client().post("api/v1/config/simulate-transient-error?enabled=true&percent=100&orderId=" + STUCK);
            direct.send(order(STUCK), PARTITION);
            List<Long> beside = latencies(direct, "S-beside");
            boolean stillStuck = !isApplied(STUCK);
            report.say("not stuck    " + spread(before));
            report.say("beside stuck " + spread(beside));
            report.claim("the stuck order was stuck all the time", stillStuck, "it took effect");
            report.claim(
                    "no order of its partition waits for it",
                    beside.get(beside.size() - 1) < FIRST_DELAY_MS,
                    spread(beside));
            instance.client().post("api/v1/config/simulate-transient-error?enabled=false");
            report.claim(
                    "it takes effect once it can",
                    Quiet.await(true, Duration.ofMillis(4 * FIRST_DELAY_MS), () -> isApplied(STUCK)),
                    "it did not");
        }
        instance.end();
    }

    private static PlannedOrder order(String id) {
        return new PlannedOrder(id, 100, true, false);
    }

    /** The consumer reads, and everything is warm. */
    private void awaitEffect(DirectSender direct, String id) {
        direct.send(order(id), PARTITION);
        if (!Quiet.await(true, Duration.ofSeconds(60), () -> isApplied(id))) {
            throw new CrashTestException("the first order does not take effect");
        }
    }

    private boolean isApplied(String id) throws IOException {
        return instance.client().get("api/v1/orders/" + id).code() == 200;
    }

    /** From the time stamp of the record to that of the effect, in milliseconds, sorted. */
    private List<Long> latencies(DirectSender direct, String prefix) throws IOException {
        Map<String, Long> sent = new HashMap<>();
        for (int i = 0; i < options.others(); i++) {
            String id = prefix + "-" + i;
            sent.put(id, direct.send(order(id), PARTITION).timestamp());
            Pause.of(BETWEEN);
        }
        List<Long> latencies = new ArrayList<>();
        for (Map.Entry<String, Long> order : sent.entrySet()) {
            latencies.add(appliedAt(order.getKey()) - order.getValue());
        }
        Collections.sort(latencies);
        return latencies;
    }

    private long appliedAt(String id) throws IOException {
        Quiet.await(true, PATIENCE, () -> isApplied(id));
        Answer answer = instance.client().get("api/v1/orders/" + id);
        return answer.code() == 200
                ? Instant.parse(answer.body().path("appliedAt").asText()).toEpochMilli()
                : Long.MAX_VALUE / 2;
    }

    private static String spread(List<Long> sorted) {
        return sorted.size() + " orders took p50 " + sorted.get(sorted.size() / 2) + " ms, p99 "
                + sorted.get(Math.max(0, sorted.size() * 99 / 100 - 1)) + " ms, at most "
                + sorted.get(sorted.size() - 1)
                + " ms";
    }
}
