package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a server of its own, which stops, falls silent and comes back. */
@Tag("process")
@Timeout(120)
class PostgreSqlOutageTest {
    /** The waits of pool and driver are half of it; without them it would be no end at all. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private EmbeddedPostgres server;
    private int port;

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void shouldWorkAgainByItselfWhenTheServerIsBack() throws Exception {
        startServer("on");
        try (StatusStore store = open("")) {
            store.apply(accepts(1, 1));

            server.close();
            assertFailsInTime(() -> store.apply(accepts(2, 2)));
            assertFailsInTime(() -> store.find(id(1)));
            assertFailsInTime(() -> open("").close());

            startServer("on");
            assertThat(applyUntilItWorks(store)).containsExactly(APPLIED);
            assertThat(store.find(id(1))).isPresent();
        }
    }

    @Test
    void shouldGiveUpWhenTheServerFallsSilent() throws Exception {
        startServer("on");
        try (StatusStore store = open("?socketTimeout=1")) {
            store.apply(accepts(1, 1));
            store.find(id(1));
            List<Long> frozen = freezeBackends();
            try {
                assertFailsInTime(() -> store.apply(accepts(2, 2)));
                assertFailsInTime(() -> store.find(id(1)));
            } finally {
                signal("CONT", frozen);
            }

            assertThat(applyUntilItWorks(store)).containsExactly(APPLIED);
        }
    }

    @Test
    void shouldRefuseAServerThatDoesNotSync() throws Exception {
        startServer("off");

        assertThatThrownBy(() -> open(""))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("fsync of PostgreSQL=off")
                .hasMessageContaining("on:");
    }

    private void startServer(String fsync) throws IOException {
        if (port == 0) {
            port = freePort(); // the same when the server is back
        }
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", fsync)
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private StatusStore open(String options) {
        return StatusStores.open(
                PostgreSqlServer.settings("jdbc:postgresql://localhost:" + port + "/postgres" + options));
    }

    private static void assertFailsInTime(Runnable call) {
        long start = System.nanoTime();
        assertThatThrownBy(call::run).isInstanceOf(StatusStoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    /** Each try waits in the pool; the class's timeout ends them. */
    private static List<ChangeResult> applyUntilItWorks(StatusStore store) {
        while (true) {
            try {
                return store.apply(accepts(3, 3));
            } catch (StatusStoreException e) {
                Thread.onSpinWait();
            }
        }
    }

    /** The server's processes of the store's connections, and the one that would make new ones. */
    private List<Long> freezeBackends() throws Exception {
        List<Long> pids = new ArrayList<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = 'status-store'")) {
            while (result.next()) {
                pids.add(result.getLong(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertThat(pids).isNotEmpty();
        pids.add(ProcessHandle.of(pids.get(0))
                .orElseThrow()
                .parent()
                .orElseThrow()
                .pid());
        signal("STOP", pids);
        return pids;
    }

    private static void signal(String name, List<Long> pids) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        pids.forEach(pid -> command.add(pid.toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
