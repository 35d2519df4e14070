package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a script for wrk, with the end that all of them share, where wrk finds it. */
final class Scripts {

    private Scripts() {}

    static Path in(Path folder, String name) throws IOException {
        Path script = folder.resolve(name);
        return Files.writeString(script, resource(name) + resource("done.lua"));
    }

    /** The text of a file beside the scripts. */
    static String resource(String name) {
        try (InputStream stream = Scripts.class.getResourceAsStream("/bench/" + name)) {
            if (stream == null) {
                throw new BenchException("there is no script " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
