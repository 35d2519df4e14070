package com.bhf.kafka.lab.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A history that is being written: one JSON object per line, only ever appended to. Thread-safe. An event is with the
 * operating system when {@link #append} returns, so that it survives a kill of this process.
 */
public final class HistoryFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputStream out;

    private HistoryFile(OutputStream out) {
        this.out = out;
    }

    /** Opens the file, making it when it is not there. */
    public static HistoryFile open(Path file) {
        try {
            return new HistoryFile(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the history " + file, e);
        }
    }

    /** @throws UncheckedIOException when the file cannot take it */
    public void append(HistoryEvent event) {
        try {
            byte[] line = (JSON.writerFor(HistoryEvent.class).writeValueAsString(event) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            synchronized (this) {
                out.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot append to the history", e);
        }
    }

    /**
     * Reads a history back. A last line without its end was torn by a crash of the writer and is left out.
     *
     * @throws UncheckedIOException when the file cannot be read, or a whole line is no event; the message names it
     */
    public static History read(Path file) {
        List<HistoryEvent> events = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            boolean whole = endsWithLineEnd(file);
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                if (next != null || whole) {
                    events.add(parsed(line, file, events.size() + 1));
                }
                line = next;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the history " + file, e);
        }
        return History.of(events);
    }

    private static boolean endsWithLineEnd(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(Math.max(0, channel.size() - 1));
            return channel.read(last) == 1 && last.get(0) == '\n';
        }
    }

    private static HistoryEvent parsed(String line, Path file, int number) {
        try {
            return JSON.readValue(line, HistoryEvent.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("line " + number + " of " + file + " is no event of a history", e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the history", e);
        }
    }
}
