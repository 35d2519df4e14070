package com.bhf.kafka.lab.proxy;

import com.fasterxml.jackson.databind.JsonNode;

/** What a client says of a proxy. */
record ProxySpec(String name, String listen, String upstream, boolean enabled) {

    /** @throws ApiException when a field has the wrong type */
    static ProxySpec read(JsonNode node) {
        return new ProxySpec("", "", "", true).merge(node);
    }

    /** Fields that are left out keep their value. */
    ProxySpec merge(JsonNode node) {
        Fields fields = new Fields(node);
        return new ProxySpec(
                fields.text("name", name),
                fields.text("listen", listen),
                fields.text("upstream", upstream),
                fields.flag("enabled", enabled));
    }

    /** @throws ApiException when it has no name or no upstream; {@code where} ends the message */
    ProxySpec requireComplete(String where) {
        if (name.isEmpty()) {
            throw ApiException.missingField("name" + where);
        }
        if (upstream.isEmpty()) {
            throw ApiException.missingField("upstream" + where);
        }
        return this;
    }
}
