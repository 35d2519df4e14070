package com.bhf.kafka.lab.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.lab.broker.Deadline;
import com.bhf.kafka.lab.crash.CrashTestException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** A replay of dead letters, killed in the middle, and another one. */
final class ReplayRun {
    private static final int TRIES = 3;
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final String TOPIC = "replay-orders";
    private static final String REPLAYS = TOPIC + ".DLT.replayed";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("ORDERS_TOPIC", TOPIC, "ORDERS_GROUP", TOPIC, "ORDERS_RETRY_MAX_ATTEMPTS", "1");

    private final OrdersTestOptions options;
    private final OrdersLab lab;
    private final OrdersReport report;
    private final OrdersInstance killed;
    private final OrdersInstance other;

    ReplayRun(OrdersTestOptions options, OrdersLab lab, OrdersReport report) {
        this.options = options;
        this.lab = lab;
        this.report = report;
        this.killed = lab.instance("orders-killed", ENVIRONMENT);
        this.other = lab.instance("orders-other", ENVIRONMENT);
    }

    void run() throws IOException {
        lab.createTopics(TOPIC);
        OrdersInstance.startAll(other, killed);
        int wanted = 0;
        int middle = 0;
        for (int i = 1; i <= TRIES && middle == 0; i++) {
            makeLetters("R" + i);
            int target = wanted + options.replayed();
            killInTheMiddle();
            int seen = replayAllAfterKill(target);
            middle = seen > wanted && seen < target ? seen - wanted : 0;
            wanted = target;
        }
        report.say("replay       " + options.replayed() + " dead letters, killed after " + middle);
        report.claim("the replay was killed in the middle", middle > 0, "it was not, in " + TRIES + " tries");
        check(wanted);
        other.end();
        killed.end();
    }

    /** Valid orders that fail when they are tried. */
    private void makeLetters(String prefix) throws IOException {
        if (!killed.isAlive()) {
            OrdersInstance.startAll(killed);
        }
        long before = letters();
        other.client().post("api/v1/config/simulate-transient-error?enabled=true");
        try (DirectSender direct = new DirectSender(lab.bootstrapServers(), TOPIC)) {
            for (int i = 0; i < options.replayed(); i++) {
                direct.send(new PlannedOrder(prefix + "-" + i, 100, true, false), null);
            }
        }
        if (!Quiet.await(before + options.replayed(), QUIET, this::letters)) {
            throw new CrashTestException(
                    "there are " + letters() + " dead letters, not " + options.replayed() + " more");
        }
        other.client().post("api/v1/config/simulate-transient-error?enabled=false");
    }

    private long letters() throws IOException {
        return other.client().get("api/v1/dlt/count").body().path("count").asLong();
    }

    /** As soon as the first of what it writes can be seen. */
    private void killInTheMiddle() {
        try (KafkaConsumer<String, String> watcher = Committed.consumer(lab.bootstrapServers(), "read_uncommitted")) {
            List<TopicPartition> partitions = Committed.partitions(watcher, REPLAYS);
            watcher.assign(partitions);
            watcher.seekToEnd(partitions);
            partitions.forEach(watcher::position);
            CompletableFuture<Void> replay = CompletableFuture.runAsync(() -> {
                try {
                    replayAll(killed);
                } catch (IOException e) {
                    // It is killed while it answers.
                    return;
                }
            });
            Deadline deadline = Deadline.in(QUIET);
            int seen = 0;
            while (seen < Math.min(200, options.replayed() / 3) && !deadline.hasPassed()) {
                seen += watcher.poll(Duration.ofMillis(1)).count();
            }
            killed.kill();
            replay.join();
        }
    }

    /** How many marks were there when the second replay began. */
    private int replayAllAfterKill(int target) throws IOException {
        JsonNode result = replayAll(other);
        return target - result.path("replayed").asInt();
    }

    private static JsonNode replayAll(OrdersInstance instance) throws IOException {
        return instance.client().post("api/v1/dlt/replay?all=true").body();
    }

    private void check(int wanted) throws IOException {
        Map<String, Integer> perLetter = new HashMap<>();
        Map<String, Integer> perOrder = new HashMap<>();
        Committed.read(lab.bootstrapServers(), TOPIC).forEach(record -> {
            Header from = record.headers().lastHeader("replayedFrom");
            if (from != null) {
                perLetter.merge(new String(from.value(), UTF_8), 1, Integer::sum);
                perOrder.merge(record.key(), 1, Integer::sum);
            }
        });
        report.claim("every dead letter is replayed, none is lost", perLetter.size() == wanted, perLetter.size());
        report.claim(
                "none is replayed twice",
                perLetter.entrySet().stream()
                        .filter(letter -> letter.getValue() > 1)
                        .map(Map.Entry::toString)
                        .toList());
        report.claim(
                "nothing is left to replay", replayAll(other).path("replayed").asInt(-1) == 0, "there was");
        report.claim(
                "every replayed order takes effect", Quiet.await(0L, QUIET, () -> missing(perOrder)), "some did not");
    }

    private long missing(Map<String, Integer> orders) throws IOException {
        long missing = 0;
        for (String id : orders.keySet()) {
            missing += other.client().get("api/v1/orders/" + id).code() == 200 ? 0 : 1;
        }
        return missing;
    }
}
