package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The types that the API knows, by their names. */
enum ToxicType {
    LATENCY(Latency.class),
    BANDWIDTH(Bandwidth.class),
    SLOW_CLOSE(SlowClose.class),
    TIMEOUT(Timeout.class),
    RESET_PEER(ResetPeer.class),
    SLICER(Slicer.class),
    LIMIT_DATA(LimitData.class),
    NOOP(Noop.class),

    // Not of Toxiproxy.
    KAFKA_ACK_LOSS(KafkaAckLoss.class, "{\"count\": 1, \"action\": \"close\"}"),
    KAFKA_ERROR(KafkaError.class, "{\"when\": \"after\"}");

    private final Class<? extends Toxic> kind;
    private final String defaults;

    ToxicType(Class<? extends Toxic> kind) {
        this(kind, "{}");
    }

    /** @param defaults what an attribute is that the request leaves out, where that is not 0 */
    ToxicType(Class<? extends Toxic> kind, String defaults) {
        this.kind = kind;
        this.defaults = defaults;
    }

    /** @throws ApiException when there is no such type */
    static ToxicType of(String name) {
        for (ToxicType type : values()) {
            if (type.toString().equals(name)) {
                return type;
            }
        }
        throw ApiException.badRequest("invalid toxic type");
    }

    boolean isKafkaAware() {
        return this == KAFKA_ACK_LOSS || this == KAFKA_ERROR;
    }

    /** @throws ApiException when an attribute has a value that it cannot have */
    Toxic create(JsonNode attributes) {
        return Json.merge(Json.parse(defaults.getBytes(UTF_8)).deepCopy(), attributes, kind);
    }

    /** Attributes that the request leaves out keep their value. */
    Toxic change(Toxic toxic, JsonNode attributes) {
        return Json.merge(Json.tree(toxic), attributes, kind);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
