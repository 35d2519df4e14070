package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.crash.Pause;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders, of which some are invalid and some fail for a while, and consumers that join, leave and are killed. */
final class ProcessingRun {
    private static final Map<String, String> QUICK_RETRIES = Map.of(
            "ORDERS_RETRY_MAX_ATTEMPTS", "12",
            "ORDERS_RETRY_INITIAL_DELAY_MS", "300",
            "ORDERS_RETRY_MAX_DELAY_MS", "2000");
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final OrdersTestOptions options;
    private final OrdersLab lab;
    private final OrdersReport report;
    private final OrdersInstance front;
    private final OrdersInstance b;
    private final OrdersInstance c;

    ProcessingRun(OrdersTestOptions options, OrdersLab lab, OrdersReport report) {
        this.options = options;
        this.lab = lab;
        this.report = report;
        this.front = lab.instance("orders-a", QUICK_RETRIES);
        this.b = consumer("orders-b");
        this.c = consumer("orders-c");
    }

    private OrdersInstance consumer(String name) {
        Map<String, String> environment = new HashMap<>(QUICK_RETRIES);
        environment.put("ORDERS_HTTP_PRODUCER", "false");
        return lab.instance(name, environment);
    }

    /** @param quiet how long nothing may change before what is missing counts as lost */
    void run(Duration quiet) throws IOException {
        OrdersInstance.startAll(front, b);
        front.client().post("api/v1/config/simulate-transient-error?enabled=true&percent=10");
        List<PlannedOrder> orders = PlannedOrder.plan("O", options.orders(), options.seed());
        ConsumerLife life = new ConsumerLife(b, c);
        long began = System.nanoTime();
        try (DirectSender direct = new DirectSender(lab.bootstrapServers(), OrdersLab.ORDERS);
                OrderLoad load = new OrderLoad(orders, options.rate(), front.client(), direct)) {
            while (load.isRunning()) {
                Pause.of(Duration.ofSeconds(options.pauseSeconds()));
                if (load.isRunning()) {
                    life.goOn();
                }
            }
            load.join();
            long sentAfter = Duration.ofNanos(System.nanoTime() - began).toMillis();
            awaitEnd(orders, quiet);
            tell(orders, load, life, sentAfter);
            new ProcessingCheck(lab, front.client(), report).check(orders, load.places());
        }
        front.client().post("api/v1/config/simulate-transient-error?enabled=false");
        life.end();
        front.end();
    }

    private void awaitEnd(List<PlannedOrder> orders, Duration quiet) {
        long valid = orders.stream().filter(PlannedOrder::valid).count();
        long invalid = orders.size() - valid;
        Quiet.await(valid, quiet, () -> effects().path("orders").asLong());
        Quiet.await(
                invalid,
                quiet,
                () -> front.client()
                        .get("api/v1/dlt/count")
                        .body()
                        .path("count")
                        .asLong());
        // What is there twice has time to show.
        Pause.of(SETTLE);
    }

    private JsonNode effects() throws IOException {
        return front.client().get("api/v1/stats").body().path("effects");
    }

    private void tell(List<PlannedOrder> orders, OrderLoad load, ConsumerLife life, long sentAfter) throws IOException {
        JsonNode stats = front.client().get("api/v1/stats").body();
        long valid = orders.stream().filter(PlannedOrder::valid).count();
        report.say("orders       " + orders.size() + ": " + valid + " valid, " + (orders.size() - valid) + " invalid, "
                + orders.stream().filter(PlannedOrder::direct).count() + " past the service, " + load.sentTwice()
                + " sent twice, " + load.postedAgain() + " posted again, in " + sentAfter + " ms");
        report.say("consumers    " + life + "; rebalances seen by the one that stayed: " + stats.path("rebalances"));
        report.say("retries      "
                + Committed.read(lab.bootstrapServers(), OrdersLab.RETRIES).size() + " written to "
                + OrdersLab.RETRIES);
        report.claim("consumers were killed", life.kills() > 0, life);
    }
}
