package com.bhf.kafka.lab.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.lab.orders.OrdersClient.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Holds orders against effects and dead letters. */
final class ProcessingCheck {
    private static final Set<String> HEADERS = Set.of(
            "originalTopic",
            "originalPartition",
            "originalOffset",
            "originalKey",
            "originalValue",
            "errorMessage",
            "errorClass",
            "errorTimestamp",
            "retryCount",
            "stackTrace");

    private final OrdersLab lab;
    private final OrdersClient client;
    private final OrdersReport report;

    ProcessingCheck(OrdersLab lab, OrdersClient client, OrdersReport report) {
        this.lab = lab;
        this.client = client;
        this.report = report;
    }

    /** @param places where the invalid ones stand that the service has read from the topic */
    void check(List<PlannedOrder> orders, Map<String, String> places) throws IOException {
        List<PlannedOrder> valid = orders.stream().filter(PlannedOrder::valid).toList();
        List<PlannedOrder> invalid =
                orders.stream().filter(order -> !order.valid()).toList();
        checkEffects(valid);
        checkTotals(valid);
        checkLetters(valid, invalid, places);
    }

    private void checkEffects(List<PlannedOrder> valid) throws IOException {
        List<String> lost = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (PlannedOrder order : valid) {
            Answer answer = client.get("api/v1/orders/" + order.id());
            if (answer.code() != 200) {
                lost.add(order.id());
            } else if (answer.body().path("amount").decimalValue().compareTo(order.amount()) != 0) {
                wrong.add(order.id() + " " + answer.body());
            }
        }
        report.say("processed    " + (valid.size() - lost.size()) + " of " + valid.size() + " valid orders");
        report.claim("every valid order is processed, none is lost", lost);
        report.claim("each with its own amount", wrong);
    }

    private void checkTotals(List<PlannedOrder> valid) throws IOException {
        JsonNode effects = client.get("api/v1/stats").body().path("effects");
        BigDecimal amount = valid.stream().map(PlannedOrder::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        report.say("effects      " + effects.path("orders") + " orders, amount " + effects.path("amount") + ", sent "
                + valid.size() + ", amount " + amount);
        report.claim("no effect is there twice", effects.path("orders").asLong() <= valid.size(), effects);
        report.claim(
                "the sum of all effects is that of the orders",
                effects.path("amount").decimalValue().compareTo(amount) == 0,
                effects + " and not " + amount);
    }

    private void checkLetters(List<PlannedOrder> valid, List<PlannedOrder> invalid, Map<String, String> places) {
        List<ConsumerRecord<String, String>> letters = Committed.read(lab.bootstrapServers(), OrdersLab.DEAD_LETTERS);
        Map<String, Integer> count = new HashMap<>();
        letters.forEach(letter -> count.merge(letter.key(), 1, Integer::sum));
        Set<String> validIds = valid.stream().map(PlannedOrder::id).collect(Collectors.toSet());
        report.say("dead letters " + letters.size() + " of " + invalid.size() + " invalid orders, " + places.size()
                + " of them read from the topic");
        report.claim(
                "every invalid order is in the dead letter topic once",
                invalid.stream()
                        .map(PlannedOrder::id)
                        .filter(id -> count.getOrDefault(id, 0) != 1)
                        .map(id -> id + " " + count.getOrDefault(id, 0) + " times")
                        .toList());
        report.claim(
                "no valid order is there",
                count.keySet().stream().filter(validIds::contains).toList());
        report.claim(
                "a dead letter says where the order stood, in ten headers",
                letters.stream()
                        .filter(letter -> !isComplete(letter, places))
                        .map(ConsumerRecord::key)
                        .toList());
    }

    private static boolean isComplete(ConsumerRecord<String, String> letter, Map<String, String> places) {
        String origin = header(letter, "originalPartition") + "@" + header(letter, "originalOffset");
        return HEADERS.stream().allMatch(name -> letter.headers().lastHeader(name) != null)
                && origin.equals(places.getOrDefault(letter.key(), "-1@-1"));
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
