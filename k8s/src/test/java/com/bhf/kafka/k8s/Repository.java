package com.bhf.kafka.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files under test are. */
public final class Repository {
    /** The folder of this module: Maven runs tests in it. */
    static final Path MANIFESTS = Path.of("").toAbsolutePath();

    static final Path ROOT = MANIFESTS.getParent();

    private Repository() {}

    public static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
