package com.bhf.kafka.lab.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.tools.StorageTool;

/** Makes an empty data folder a Kafka log folder, with Kafka's own tool. */
final class StorageFormat {

    /** One id for all nodes of a lab: they must agree on it, and nothing else needs to. */
    private static final String CLUSTER_ID = "bGFiLWtpdC1jbHVzdGVyMQ";

    private StorageFormat() {}

    /** Does nothing when the folder is formatted already. */
    static void formatWhenEmpty(BrokerSettings settings, Path propertiesFile) throws IOException {
        if (Files.exists(settings.logFolder().resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] command = {"format", "--cluster-id", CLUSTER_ID, "--config", propertiesFile.toString()};
        int status = StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("cannot format " + settings.logFolder() + ": "
                    + said.toString(StandardCharsets.UTF_8).strip());
        }
    }
}
