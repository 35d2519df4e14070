package com.bhf.kafka.lab.proxy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A fault proxy with Toxiproxy's HTTP API (version 2.9) and its toxics, in this JVM. Beside them it has two toxics of
 * its own, for the stream {@code downstream} only, that read the Kafka protocol (without TLS):
 *
 * <ul>
 *   <li>{@code kafka_ack_loss} with {@code skip} (default 0), {@code count} (1; 0 is all that follow) and {@code
 *       action} ({@code close}, {@code reset} or {@code stall}): lets so many Produce responses pass, then loses so
 *       many, after the broker appended. Counted over all connections of the proxy.
 *   <li>{@code kafka_error} with {@code code} (Kafka's error code, required) and {@code when} ({@code after} or {@code
 *       before}): the producer gets that error after the broker appended, or the broker does not get the request.
 * </ul>
 *
 * <p>{@code GET /metrics} is always there: Toxiproxy's two byte counters, counted live, and {@code
 * fault_proxy_connections_total} and {@code fault_proxy_lost_acks_total}, the Produce responses that the broker sent
 * and the client will not get, through whichever toxic. This class is threadsafe.
 */
public final class FaultProxyServer implements AutoCloseable {

    private static final int HTTP_THREADS = 4;

    private final HttpServer http;
    private final ExecutorService workers;
    private final ProxyRegistry proxies;
    private final Api api;

    private FaultProxyServer(HttpServer http, Exposure exposure) {
        Metrics metrics = new Metrics();
        this.http = http;
        this.proxies = new ProxyRegistry(exposure, metrics);
        this.api = new Api(proxies, metrics);
        this.workers = Executors.newFixedThreadPool(HTTP_THREADS, work -> new Thread(work, "fault-proxy-http"));
    }

    /**
     * Starts the API without a proxy. Returns when it serves.
     *
     * @param host what the API listens on; an address of this machine's loopback, as for each proxy's {@code listen}
     * @param port 0 for any that is free
     * @throws IOException when it cannot listen there
     * @throws IllegalArgumentException when other machines could reach it
     */
    public static FaultProxyServer start(String host, int port) throws IOException {
        return start(host, port, Exposure.LOOPBACK);
    }

    static FaultProxyServer start(String host, int port, Exposure exposure) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        if (exposure == Exposure.LOOPBACK && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("host " + host + " is reachable from other machines; only a loopback"
                    + " address is allowed unless the fault proxy is started with --allow-remote");
        }
        HttpServer http = HttpServer.create(new InetSocketAddress(address, port), 0);
        FaultProxyServer server = new FaultProxyServer(http, exposure);
        http.createContext("/", new HttpFront(new Routes(server.api)));
        http.setExecutor(server.workers);
        http.start();
        return server;
    }

    /** The port of the API. */
    public int port() {
        return http.getAddress().getPort();
    }

    /** The address of the API, without a path. */
    public URI uri() {
        return URI.create("http://" + Address.text(http.getAddress().getAddress(), port()));
    }

    /** @throws ApiException when the file's array is wrong or a proxy cannot listen */
    void populate(byte[] config) {
        api.populateOrThrow(config);
    }

    /** Stops the API and all proxies and closes all connections. The second call does nothing. */
    @Override
    public void close() {
        http.stop(0);
        workers.shutdownNow();
        proxies.clear();
    }
}
