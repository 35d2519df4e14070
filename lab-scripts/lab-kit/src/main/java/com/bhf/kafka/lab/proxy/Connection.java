package com.bhf.kafka.lab.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One accepted client, its socket to the server and the two links between them, with two threads each. When a direction
 * ends, the socket it writes closes and so, as nobody can read it any more, ends the other. This class is threadsafe.
 */
final class Connection implements LinkOwner {

    private static final int READ = 32 * 1024;

    private final Route route;
    private final Socket client;
    private final KafkaConversation conversation = new KafkaConversation();
    private final AtomicInteger openLinks = new AtomicInteger(2);
    private volatile @Nullable Link upstream;
    private volatile @Nullable Link downstream;
    private volatile Socket server = new Socket();
    private volatile boolean resetServer;
    private volatile boolean closed;

    Connection(Route route, Socket client) {
        this.route = route;
        this.client = client;
    }

    /** Starts the threads and returns; the server is dialled by one of them. */
    void start() {
        thread("dial", this::run);
    }

    /** Closes both sockets at once, without a word of what is still in the chains. */
    void close() {
        closed = true;
        closeQuietly(client);
        closeQuietly(server);
        finish(upstream);
        finish(downstream);
    }

    /** The links are there before the server sees the connection: a toxic that comes later finds them. */
    private void run() {
        Link down = route.toxics().join(Direction.DOWNSTREAM, this);
        Link up = route.toxics().join(Direction.UPSTREAM, this);
        downstream = down;
        upstream = up;
        try {
            dial();
        } catch (IOException e) {
            close();
        }
        if (closed) {
            close();
        }
        KafkaTap requests = new KafkaRequests(conversation, () -> giveOwnAnswers(down));
        KafkaTap responses = new KafkaResponses(conversation);
        Socket dialled = server;
        thread("down-write", () -> write(down, client));
        thread("down-read", () -> read(down, dialled, responses));
        thread("up-write", () -> write(up, dialled));
        read(up, client, requests);
    }

    /** Tries each address of the server in turn. */
    private void dial() throws IOException {
        Address address = Address.parse(route.upstream());
        Iterator<InetAddress> candidates = List.of(address.addresses()).iterator();
        while (!server.isConnected()) {
            try {
                server.connect(new InetSocketAddress(candidates.next(), address.port()));
            } catch (IOException e) {
                if (closed || !candidates.hasNext()) {
                    throw e;
                }
                server = new Socket();
            }
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        if (resetServer) {
            resetOnClose(server);
        }
    }

    /** The lock keeps an answer of the proxy from getting between two chunks of the broker's. */
    private void giveOwnAnswers(Link down) {
        synchronized (conversation) {
            ByteBuffer own = conversation.pollOwnAnswer();
            while (own != null) {
                down.add(List.of(Chunk.plain(own, System.nanoTime())));
                own = conversation.pollOwnAnswer();
            }
        }
    }

    private void read(Link link, Socket from, KafkaTap tap) {
        LongAdder received = route.received(link.direction());
        byte[] buffer = new byte[READ];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0 && link.awaitRoom(); n = in.read(buffer)) {
                received.add(n);
                ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, n));
                synchronized (conversation) {
                    link.add(tap.read(bytes, System.nanoTime()));
                }
            }
        } catch (IOException e) {
            // The end of a connection: what a fault proxy is for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            link.add(tap.endInput());
            link.endInput();
        }
    }

    private void write(Link link, Socket to) {
        LongAdder sent = route.sent(link.direction());
        try {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = link.next(); chunk != null; chunk = link.next()) {
                write(out, chunk);
                sent.add(chunk.size());
            }
        } catch (IOException e) {
            // As above.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(to);
            link.finish();
            route.toxics().left(link);
            if (openLinks.decrementAndGet() == 0) {
                route.ended(this);
            }
        }
    }

    private void write(OutputStream out, Chunk chunk) throws IOException {
        ByteBuffer bytes = chunk.bytes();
        try {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        } catch (IOException e) {
            lost(chunk);
            throw e;
        }
    }

    @Override
    public void lost(Chunk chunk) {
        if (chunk.ack() != null && chunk.ack().lose()) {
            route.lostAcks().increment();
        }
    }

    @Override
    public void resetOnClose(Direction direction, boolean both) {
        if (both || direction == Direction.DOWNSTREAM) {
            resetOnClose(client);
        }
        if (both || direction == Direction.UPSTREAM) {
            resetServer = true;
            resetOnClose(server);
        }
    }

    @Override
    public KafkaConversation conversation() {
        return conversation;
    }

    private static void resetOnClose(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // It is closed already.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone anyway.
        }
    }

    private static void finish(@Nullable Link link) {
        if (link != null) {
            link.finish();
        }
    }

    private void thread(String part, Runnable work) {
        Thread thread = new Thread(work, "fault-proxy-" + route.proxy() + "-" + part);
        thread.setDaemon(true);
        thread.start();
    }
}
