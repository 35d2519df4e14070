package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.FreePorts;
import java.nio.file.Path;
import java.util.Map;

/** Where the service keeps its statuses. Those that are servers are running once made. */
interface Store extends AutoCloseable {

    /** What the service is told of it. */
    Map<String, String> environment();

    /** Ends the server. */
    void stop();

    /** Starts the server again, with its data and its port. Blocks until it can be reached. */
    void start();

    @Override
    void close();

    static Store of(StoreKind kind, ServiceCommand service, Path folder) {
        return switch (kind) {
            case H2 -> new H2File(folder.resolve("status"));
            case H2_SERVER -> H2Server.launch(service, folder, FreePorts.next());
            case POSTGRES -> PostgresServer.launch(folder.resolve("postgres"), FreePorts.next());
        };
    }

    /** A file that the service opens itself. */
    record H2File(Path file) implements Store {

        @Override
        public Map<String, String> environment() {
            return Map.of("STATUS_STORE_URL", "jdbc:h2:file:" + file);
        }

        @Override
        public void stop() {
            throw new UnsupportedOperationException("there is no server");
        }

        @Override
        public void start() {
            throw new UnsupportedOperationException("there is no server");
        }

        @Override
        public void close() {
            // Its folder is deleted with the files of the run.
        }
    }
}
