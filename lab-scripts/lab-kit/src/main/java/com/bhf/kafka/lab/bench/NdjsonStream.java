package com.bhf.kafka.lab.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** One connection: a thread writes chunks of lines, another reads the results. */
final class NdjsonStream {

    static final int LINES_PER_CHUNK = 50;
    private static final int BUFFER = 65_536;
    private static final int SO_TIMEOUT_MS = 30_000;

    private final URI target;
    private final String pathAndQuery;
    private final LineResults results;

    NdjsonStream(URI target, String pathAndQuery, LatencyCounts latencies) {
        this.target = target;
        this.pathAndQuery = pathAndQuery;
        this.results = new LineResults(LINES_PER_CHUNK, latencies);
    }

    /** Blocks until the end and the last result. */
    LineResults run(long endNanos, ExecutorService threads) throws IOException, InterruptedException {
        try (Socket socket = new Socket(target.getHost(), target.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SO_TIMEOUT_MS);
            Future<Long> writer = threads.submit(() -> write(socket.getOutputStream(), endNanos));
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            requireOk(in);
            readChunks(in);
            long sent = writer.get();
            if (results.written() + results.refused() != sent) {
                throw new IOException(
                        sent + " lines were sent and " + (results.written() + results.refused()) + " answered");
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException("cannot write the stream: " + e.getCause(), e);
        }
    }

    private long write(OutputStream out, long endNanos) throws IOException {
        out.write(("POST " + pathAndQuery + " HTTP/1.1\r\nHost: " + target.getAuthority()
                        + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = chunk();
        long sent = 0;
        while (System.nanoTime() - endNanos < 0) {
            results.sending(System.nanoTime());
            out.write(chunk);
            sent += LINES_PER_CHUNK;
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return sent;
    }

    /** The same lines again and again, each with another key. */
    private static byte[] chunk() throws IOException {
        String message = "x".repeat(PerfToolLoad.RECORD_SIZE);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES_PER_CHUNK; i++) {
            lines.append("{\"eventId\":\"E-")
                    .append(i)
                    .append("\",\"key\":\"E-")
                    .append(i);
            lines.append("\",\"message\":\"").append(message).append("\"}\n");
        }
        byte[] body = lines.toString().getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.write((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.write(body);
        chunk.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunk.toByteArray();
    }

    private static void requireOk(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the stream is answered " + status);
        }
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            chunked |= header.equalsIgnoreCase("transfer-encoding: chunked");
        }
        if (!chunked) {
            throw new IOException("the answer to a stream is not chunked");
        }
    }

    private void readChunks(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int left = Integer.parseInt(line(in), 16); left > 0; left = Integer.parseInt(line(in), 16)) {
            while (left > 0) {
                int read = in.read(buffer, 0, Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IOException("the service closed the stream within a chunk");
                }
                results.add(buffer, read, System.nanoTime());
                left -= read;
            }
            line(in);
        }
        line(in);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the service closed the stream");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
