package com.bhf.kafka.lab.store;

import com.bhf.kafka.lab.broker.LabLogging;
import com.bhf.kafka.lab.broker.OneLineErrors;
import com.bhf.kafka.lab.broker.ParentWatch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a PostgreSQL on this machine only, until SIGTERM ends both. Database, user and password are "postgres". */
@Command(
        name = "postgres",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a PostgreSQL on this machine only; database, user and password are postgres.")
public final class PostgresMain implements Callable<Integer> {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Data folder; initialised when empty, else used as it is.")
    private Path data = Path.of("");

    @Option(
            names = "--port",
            defaultValue = "15432",
            paramLabel = "PORT",
            description = "Port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--parent-pid",
            paramLabel = "PID",
            description = "End when this process is no longer the child of PID.")
    private @Nullable Long parentPid;

    private PostgresMain() {}

    /** Blocks until SIGTERM. */
    public static void main(String[] args) {
        LabLogging.quietByDefault();
        CommandLine command = OneLineErrors.on(new CommandLine(new PostgresMain()), failure -> OneLineErrors.FAILED);
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (parentPid != null) {
            ParentWatch.endWith(parentPid);
        }
        Path folder = data.toAbsolutePath();
        Files.createDirectories(folder);
        EmbeddedPostgres server = start(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        System.out.println("PostgreSQL answers at localhost:" + server.getPort());
        new CountDownLatch(1).await();
        return 0;
    }

    /** As it is in production: the library's own settings may lose commits. */
    private EmbeddedPostgres start(Path folder) throws IOException {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new IOException("PostgreSQL does not start in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            System.err.println("postgres: " + e.getMessage());
        }
    }
}
