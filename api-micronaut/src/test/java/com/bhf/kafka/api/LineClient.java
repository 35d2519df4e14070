package com.bhf.kafka.api;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Streams lines to a batch over one socket, chunk by chunk, and reads the results when it is told to. */
final class LineClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.createDefault();
    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final OutputStream out;
    private InputStream results;
    private BufferedReader lines;

    LineClient(int port, String query) {
        try {
            socket = new Socket();
            // Small: what the kernel holds is not what the service holds.
            socket.setReceiveBufferSize(8_192);
            socket.setSendBufferSize(8_192);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(PATIENCE_MS);
            out = socket.getOutputStream();
            write("POST /api/v1/send/batch" + query + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Blocks while the service does not read. */
    LineClient send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return send(bytes);
    }

    LineClient send(byte[] bytes) {
        try {
            write(Integer.toHexString(bytes.length) + "\r\n");
            out.write(bytes);
            write("\r\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LineClient end() {
        try {
            write("0\r\n\r\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The next result; blocks until there is one. Null at the end of the stream. */
    Map<String, Object> next() {
        try {
            if (lines == null) {
                results = new Dechunked(new BufferedInputStream(socket.getInputStream(), 1_024));
                lines = new BufferedReader(new InputStreamReader(results, StandardCharsets.UTF_8));
            }
            String line = lines.readLine();
            return line == null ? null : JSON.readValue(line, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Map<String, Object>> rest() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map<String, Object> next = next(); next != null; next = next()) {
            all.add(next);
        }
        return all;
    }

    /** The chunks of a response, whose head it requires to be a 200 of the right type. */
    private static final class Dechunked extends InputStream {
        private final InputStream in;
        private int left;
        private boolean ended;

        Dechunked(InputStream in) throws IOException {
            this.in = in;
            String status = line();
            StringBuilder head = new StringBuilder();
            for (String line = line(); !line.isEmpty(); line = line()) {
                head.append(line).append('\n');
            }
            if (!status.contains(" 200 ")
                    || !head.toString().toLowerCase(java.util.Locale.ROOT).contains("x-ndjson")) {
                throw new IOException(
                        status + "\n" + head + new String(in.readNBytes(in.available()), StandardCharsets.UTF_8));
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("The connection ended in the middle: " + line);
                }
                line.append(c == '\r' ? "" : (char) c);
            }
            return line.toString();
        }

        @Override
        public int read() throws IOException {
            if (left == 0 && !ended) {
                left = Integer.parseInt(line(), 16);
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int c = in.read();
            left--;
            if (left == 0) {
                line();
            }
            return c;
        }

        /** No more than what is there: a reader must not wait for its buffer to be full. */
        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int c = read();
            if (c < 0) {
                return -1;
            }
            target[from] = (byte) c;
            return 1;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
