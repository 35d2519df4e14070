package com.bhf.kafka.lab.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A listening address, where it leads, and the toxics in between. This class is threadsafe. */
final class Proxy {

    private final String name;
    private final Exposure exposure;
    private final Metrics metrics;
    private final ToxicChains toxics = new ToxicChains();
    private String listen;
    private String upstream;
    private @Nullable Acceptor acceptor;

    Proxy(ProxySpec spec, Exposure exposure, Metrics metrics) {
        this.name = spec.name();
        this.listen = spec.listen();
        this.upstream = spec.upstream();
        this.exposure = exposure;
        this.metrics = metrics;
    }

    String name() {
        return name;
    }

    ToxicChains toxics() {
        return toxics;
    }

    synchronized ProxySpec spec() {
        return new ProxySpec(name, listen, upstream, acceptor != null);
    }

    /** Listens, if it does not already. From then on {@code listen} is the address that it really has. */
    synchronized void enable() {
        if (acceptor == null) {
            Acceptor opened = Acceptor.open(spec(), exposure, toxics, metrics);
            acceptor = opened;
            listen = opened.listen();
        }
    }

    /** Stops to listen and closes all connections; the toxics stay. */
    synchronized void disable() {
        if (acceptor != null) {
            acceptor.close();
            acceptor = null;
        }
    }

    synchronized void update(ProxySpec wanted) {
        if (differsFrom(wanted)) {
            disable();
            listen = wanted.listen();
            upstream = wanted.upstream();
        }
        if (wanted.enabled()) {
            enable();
        } else {
            disable();
        }
    }

    /** Whether it listens or leads elsewhere; names are compared by the address they stand for. */
    synchronized boolean differsFrom(ProxySpec other) {
        try {
            return !listen.equals(Address.parse(other.listen()).resolved()) || !upstream.equals(other.upstream());
        } catch (IOException e) {
            throw ApiException.network(String.valueOf(e.getMessage()));
        }
    }

    ObjectNode json() {
        ObjectNode json = Json.tree(spec());
        ArrayNode array = json.putArray("toxics");
        toxics.all().forEach(placed -> array.add(placed.json()));
        return json;
    }
}
