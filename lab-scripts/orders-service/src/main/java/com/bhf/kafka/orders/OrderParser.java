package com.bhf.kafka.orders;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Makes an order of bytes, or says what is wrong with them. Members that it does not know are left alone. */
@Singleton
final class OrderParser {
    /** Of a record. So the same still fits into a dead letter, as JSON and as headers; a megabyte is Kafka's limit. */
    static final int MAX_BYTES = 100 * 1024;

    private static final int MAX_ID = 200;
    private static final int MAX_STATUS = 50;
    private static final int MAX_WHOLE_DIGITS = 15;
    private static final int MAX_DECIMALS = 4;
    private static final int SHOWN = 100;

    private final JsonMapper json;

    OrderParser(JsonMapper json) {
        this.json = json;
    }

    /** @throws InvalidOrderException names the member, its value and what is allowed */
    Order parse(byte @Nullable [] value) {
        JsonNode order = object(value);
        return new Order(
                text(order, "orderId", MAX_ID), amount(order.get("amount")), text(order, "status", MAX_STATUS));
    }

    /** As {@link #parse(byte[])}, of a record. */
    Order parse(Delivery delivery) {
        if (delivery.isOversized()) {
            throw new InvalidOrderException("body", "The record of an order has at most " + MAX_BYTES + " bytes");
        }
        return parse(delivery.value());
    }

    static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private JsonNode object(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            throw new InvalidOrderException("body", "There is no order, only an empty body");
        }
        try {
            JsonNode node = json.readValue(value, Argument.of(JsonNode.class));
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException | RuntimeException e) {
            throw new InvalidOrderException("body", "The order is no JSON: " + shown(String.valueOf(e.getMessage())));
        }
        throw new InvalidOrderException("body", "The order is no JSON object");
    }

    private static String text(JsonNode order, String member, int max) {
        String allowed = "a string of 1 to " + max + " characters without control characters";
        JsonNode node = order.get(member);
        if (node == null || !node.isString()) {
            throw InvalidOrderException.of(member, shown(node), allowed);
        }
        String text = node.getStringValue();
        if (text.isBlank() || text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
            throw InvalidOrderException.of(member, shown(text), allowed);
        }
        return text;
    }

    private static BigDecimal amount(@Nullable JsonNode node) {
        String allowed = "a number of 0 or more, with at most " + MAX_WHOLE_DIGITS + " digits before and "
                + MAX_DECIMALS + " after the point";
        if (node == null || !node.isNumber()) {
            throw InvalidOrderException.of("amount", shown(node), allowed);
        }
        BigDecimal amount;
        try {
            amount = node.getBigDecimalValue().stripTrailingZeros();
        } catch (ArithmeticException | NumberFormatException e) {
            throw InvalidOrderException.of("amount", shown(node), allowed);
        }
        if (amount.signum() < 0
                || amount.scale() > MAX_DECIMALS
                || (long) amount.precision() - amount.scale() > MAX_WHOLE_DIGITS) {
            throw InvalidOrderException.of("amount", shown(node), allowed);
        }
        return amount;
    }

    private static String shown(@Nullable JsonNode node) {
        return node == null ? "nothing" : shown(String.valueOf(node.isContainerNode() ? "..." : node.getValue()));
    }

    /** It stands in logs and headers: short, and in one line. */
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
