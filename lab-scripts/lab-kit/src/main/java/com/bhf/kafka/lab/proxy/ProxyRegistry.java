package com.bhf.kafka.lab.proxy;

import java.util.Map;
import java.util.TreeMap;

/** The proxies by name. This class is threadsafe. */
final class ProxyRegistry {

    private final Map<String, Proxy> proxies = new TreeMap<>();
    private final Exposure exposure;
    private final Metrics metrics;

    ProxyRegistry(Exposure exposure, Metrics metrics) {
        this.exposure = exposure;
        this.metrics = metrics;
    }

    /** A copy, sorted by name. */
    synchronized Map<String, Proxy> all() {
        return new TreeMap<>(proxies);
    }

    /** @throws ApiException when there is none */
    synchronized Proxy get(String name) {
        Proxy proxy = proxies.get(name);
        if (proxy == null) {
            throw ApiException.notFound("proxy");
        }
        return proxy;
    }

    /** @throws ApiException when there is one of that name, or it cannot listen: then nothing was added */
    synchronized Proxy add(ProxySpec spec) {
        if (proxies.containsKey(spec.name())) {
            throw ApiException.alreadyExists("proxy");
        }
        return put(spec);
    }

    /** Keeps a proxy that listens and leads where {@code spec} says, with its toxics; replaces any other. */
    synchronized Proxy addOrReplace(ProxySpec spec) {
        Proxy existing = proxies.get(spec.name());
        if (existing != null) {
            if (!existing.differsFrom(spec)) {
                return existing;
            }
            existing.disable();
        }
        return put(spec);
    }

    private Proxy put(ProxySpec spec) {
        Proxy proxy = new Proxy(spec, exposure, metrics);
        if (spec.enabled()) {
            proxy.enable();
        }
        proxies.put(spec.name(), proxy);
        metrics.begin(spec.name());
        return proxy;
    }

    synchronized void remove(String name) {
        get(name).disable();
        proxies.remove(name);
    }

    /** Enables all and removes all toxics. */
    void reset() {
        for (Proxy proxy : all().values()) {
            proxy.enable();
            proxy.toxics().clear();
        }
    }

    synchronized void clear() {
        proxies.values().forEach(Proxy::disable);
        proxies.clear();
    }
}
