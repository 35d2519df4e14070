package com.bhf.kafka.orders;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an order of bytes, or says what is wrong with them. Members that it does not know are left alone. Reads tokens,
 * since a tree would hold an amount as a {@code double}. Thread-safe.
 */
@Singleton
final class OrderParser {
    /** Of a record. So the same still fits into a dead letter, as JSON and as headers; a megabyte is Kafka's limit. */
    static final int MAX_BYTES = 100 * 1024;

    private static final int MAX_ID = 200;
    private static final int MAX_STATUS = 50;
    private static final int MAX_WHOLE_DIGITS = 15;
    private static final int MAX_DECIMALS = 4;
    private static final int SHOWN = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** As {@link #parse(byte[])}, of a record. */
    Order parse(Delivery delivery) {
        if (delivery.isOversized()) {
            throw new InvalidOrderException("body", "The record of an order has at most " + MAX_BYTES + " bytes");
        }
        return parse(delivery.value());
    }

    /** @throws InvalidOrderException names the member, its value and what is allowed */
    Order parse(byte @Nullable [] value) {
        if (size(value) == 0) {
            throw new InvalidOrderException("body", "There is no order, only an empty body");
        }
        Map<String, Object> members = members(value);
        return new Order(
                text(members, "orderId", MAX_ID), amount(members.get("amount")), text(members, "status", MAX_STATUS));
    }

    static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Texts and numbers only; what is something else stands there as its token. */
    private static Map<String, Object> members(byte @Nullable [] value) {
        try (JsonParser json = JSON.createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidOrderException("body", "The order is no JSON object");
            }
            Map<String, Object> members = new HashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                members.put(name, value(json, json.nextToken()));
            }
            if (json.nextToken() != null) {
                throw new InvalidOrderException("body", "Something follows after the order");
            }
            return members;
        } catch (IOException e) {
            throw new InvalidOrderException("body", "The order is no JSON: " + shown(String.valueOf(e.getMessage())));
        }
    }

    private static Object value(JsonParser json, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        if (token.isNumeric()) {
            return json.getDecimalValue();
        }
        json.skipChildren();
        return token;
    }

    private static String text(Map<String, Object> members, String name, int max) {
        if (members.get(name) instanceof String text
                && !text.isBlank()
                && text.length() <= max
                && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        String allowed = "a string of 1 to " + max + " characters without control characters";
        throw InvalidOrderException.of(name, shown(members.get(name)), allowed);
    }

    private static BigDecimal amount(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            BigDecimal amount = number.stripTrailingZeros();
            if (amount.signum() >= 0
                    && amount.scale() <= MAX_DECIMALS
                    && (long) amount.precision() - amount.scale() <= MAX_WHOLE_DIGITS) {
                return amount;
            }
        }
        String allowed = "a number of 0 or more, with at most " + MAX_WHOLE_DIGITS + " digits before and "
                + MAX_DECIMALS + " after the point";
        throw InvalidOrderException.of("amount", shown(value), allowed);
    }

    /** It stands in logs and headers: short, and in one line. */
    private static String shown(@Nullable Object value) {
        String line = value == null ? "nothing" : value.toString().replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
