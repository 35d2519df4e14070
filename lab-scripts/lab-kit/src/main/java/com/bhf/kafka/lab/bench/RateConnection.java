package com.bhf.kafka.lab.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection with at most one request under way. Not thread-safe. */
final class RateConnection implements AutoCloseable {

    private static final int BUFFER = 65_536;
    private static final String END = "\r\n\r\n";
    private static final String LENGTH = "content-length:";

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(BUFFER);
    private long dueNanos;

    RateConnection(InetSocketAddress address, Selector selector) throws IOException {
        channel = SocketChannel.open(address);
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(byte[] request, long due) throws IOException {
        dueNanos = due;
        answer.clear();
        ByteBuffer bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** When its request was to be sent, whether or not it could be. */
    long dueNanos() {
        return dueNanos;
    }

    /** The status of the answer, or 0 while it is not whole. */
    int read() throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the service closed a connection");
        }
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf(END);
        if (head < 0) {
            return 0;
        }
        return text.length() < head + END.length() + bodyLength(text.substring(0, head))
                ? 0
                : Integer.parseInt(text.substring(9, 12));
    }

    private static int bodyLength(String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without a length: " + head);
        }
        int end = lower.indexOf('\r', at);
        String value = lower.substring(at + LENGTH.length(), end < 0 ? lower.length() : end);
        return Integer.parseInt(value.trim());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
