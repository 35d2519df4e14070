package com.bhf.kafka.lab.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What each call of the API does. All throw {@link ApiException} for what they refuse. */
final class Api {

    /** Toxiproxy's version whose API this is. */
    static final String VERSION = "2.9.0";

    private static final int OK = 200;
    private static final int CREATED = 201;

    private final ProxyRegistry proxies;
    private final Metrics metrics;

    Api(ProxyRegistry proxies, Metrics metrics) {
        this.proxies = proxies;
        this.metrics = metrics;
    }

    Reply listProxies() {
        ObjectNode all = Json.object();
        proxies.all().forEach((name, proxy) -> all.set(name, proxy.json()));
        return Reply.json(OK, all);
    }

    Reply createProxy(byte[] body) {
        ProxySpec spec = ProxySpec.read(Json.parse(body)).requireComplete("");
        return Reply.json(CREATED, proxies.add(spec).json());
    }

    Reply showProxy(String name) {
        return Reply.json(OK, proxies.get(name).json());
    }

    Reply updateProxy(String name, byte[] body) {
        Proxy proxy = proxies.get(name);
        proxy.update(proxy.spec().merge(Json.parse(body)));
        return Reply.json(OK, proxy.json());
    }

    Reply deleteProxy(String name) {
        proxies.remove(name);
        return Reply.noContent();
    }

    /** Creates the proxies of an array in its order; those before a failure stay. */
    Reply populate(byte[] body) {
        ArrayNode done = Json.object().arrayNode();
        try {
            populate(body, done);
            return Reply.json(CREATED, proxiesOf(Json.object(), done));
        } catch (ApiException e) {
            return Reply.json(e.status(), proxiesOf(Reply.errorJson(e), done));
        }
    }

    /** The same for a file: the first failure is thrown. */
    void populateOrThrow(byte[] body) {
        populate(body, Json.object().arrayNode());
    }

    private void populate(byte[] body, ArrayNode done) {
        for (ProxySpec spec : readAll(Json.parse(body))) {
            done.add(proxies.addOrReplace(spec).json());
        }
    }

    private static List<ProxySpec> readAll(JsonNode node) {
        if (!node.isArray() && !node.isNull()) {
            throw ApiException.badBody("cannot read an array from " + node.getNodeType());
        }
        List<ProxySpec> specs = new ArrayList<>();
        for (JsonNode element : node) {
            specs.add(ProxySpec.read(element));
        }
        for (int i = 0; i < specs.size(); i++) {
            specs.get(i).requireComplete(" at proxy " + (i + 1));
        }
        return specs;
    }

    private static ObjectNode proxiesOf(ObjectNode reply, ArrayNode done) {
        return reply.set("proxies", done.isEmpty() ? NullNode.getInstance() : done);
    }

    Reply listToxics(String proxy) {
        ArrayNode array = Json.object().arrayNode();
        proxies.get(proxy).toxics().all().forEach(placed -> array.add(placed.json()));
        return Reply.json(OK, array);
    }

    Reply createToxic(String proxy, byte[] body) {
        ToxicChains toxics = proxies.get(proxy).toxics();
        return Reply.json(OK, toxics.add(new Fields(Json.parse(body))).json());
    }

    Reply showToxic(String proxy, String toxic) {
        return Reply.json(OK, proxies.get(proxy).toxics().get(toxic).json());
    }

    Reply updateToxic(String proxy, String toxic, byte[] body) {
        ToxicChains toxics = proxies.get(proxy).toxics();
        toxics.get(toxic);
        return Reply.json(OK, toxics.update(toxic, new Fields(Json.parse(body))).json());
    }

    Reply deleteToxic(String proxy, String toxic) {
        proxies.get(proxy).toxics().remove(toxic);
        return Reply.noContent();
    }

    Reply reset() {
        proxies.reset();
        return Reply.noContent();
    }

    Reply version() {
        return Reply.of("application/json;charset=utf-8", "{\"version\": \"" + VERSION + "\"}\n");
    }

    Reply metrics() {
        return Reply.of("text/plain; version=0.0.4; charset=utf-8", metrics.text());
    }
}
