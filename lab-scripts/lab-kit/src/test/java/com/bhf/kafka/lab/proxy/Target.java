package com.bhf.kafka.lab.proxy;

import java.net.URI;

/** A server that the conformance suite looks at. */
record Target(String name, URI uri, ApiClient api) implements AutoCloseable {

    Target(String name, URI uri) {
        this(name, uri, new ApiClient(uri));
    }

    /** Each case begins without proxies. */
    void clear() {
        api.ok("GET", "/proxies", "")
                .fieldNames()
                .forEachRemaining(proxy -> api.send("DELETE", "/proxies/" + proxy.replace(" ", "%20"), ""));
    }

    @Override
    public void close() {
        clear();
    }
}
