package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.delivery.Claim;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H2OwnersTest {
    private static final Duration LEASE = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private final UUID former = UUID.randomUUID();
    private final UUID next = UUID.randomUUID();

    @Test
    void shouldTakeOverAtOnceWhenTheFileIsOpenedAgain() {
        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            leaveOneOpen(store);
        }

        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            assertThat(store.claim(next, LEASE, 10).taken()).hasSize(1);
            assertThat(store.claim(former, LEASE, 10)).isEqualTo(Claim.LOST);
        }
    }

    @Test
    void shouldWaitForTheLeaseWhenTheFileIsBehindADataSource() {
        try (HikariDataSource pool = H2Files.pool(directory, ";WRITE_DELAY=0")) {
            leaveOneOpen(StatusStores.open(pool));

            assertThat(StatusStores.open(pool).claim(next, LEASE, 10).taken()).isEmpty();
        }
    }

    @Test
    void shouldWaitForTheLeaseWhenTheFileIsBehindAServer() throws SQLException {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
                .start();
        StatusStoreSettings settings =
                new StatusStoreSettings("jdbc:h2:tcp://localhost:" + server.getPort() + "/./shared", "sa", "", false);
        try (StatusStore one = StatusStores.open(settings);
                StatusStore other = StatusStores.open(settings)) {
            leaveOneOpen(one);

            assertThat(other.find(id(1))).isPresent();
            assertThat(other.claim(next, LEASE, 10).taken()).isEmpty();
            one.claim(former, Duration.ZERO, 0);
            assertThat(other.claim(next, LEASE, 10).taken()).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void shouldMigrateOnceWhenInstancesComeToAnEmptyServerAtOnce() throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
                .start();
        String url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/./shared";
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<StatusStore> open = () -> StatusStores.open(new StatusStoreSettings(url, "sa", "", false));
            for (Future<StatusStore> opened : threads.invokeAll(List.of(open, open, open))) {
                try (StatusStore store = opened.get()) {
                    assertThat(store.find(id(1))).isEmpty();
                }
            }
        } finally {
            threads.shutdownNow();
            server.stop();
        }
    }

    private void leaveOneOpen(StatusStore store) {
        store.claim(former, LEASE, 0);
        assertThat(store.apply(List.of(new Accept(send(1), former)))).containsExactly(APPLIED);
    }

    @ParameterizedTest
    @CsvSource({"1,'',''", "2,', owner',', RANDOM_UUID()'"})
    void shouldTakeOverWhatAFileOfAnEarlierVersionHolds(String version, String column, String value)
            throws SQLException {
        Flyway.configure()
                .dataSource(H2Files.url(directory), "sa", "")
                .locations("classpath:db/status-store/h2")
                .table(SchemaMigration.HISTORY_TABLE)
                .target(version)
                .load()
                .migrate();
        execute("INSERT INTO send_status (request_id, mode, event_id, topic, state, outcome, attempts, accepted_at,"
                + " version" + column + ") VALUES ('" + id(1) + "', 'PLAIN', 'e', 't', 'PENDING', 'UNKNOWN', 0, 5, 7"
                + value + ")");

        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            assertThat(store.claim(next, LEASE, 10).taken())
                    .singleElement()
                    .matches(open -> open.status().version() == 8)
                    .matches(open -> open.send().requestId().equals(id(1)));
        }
    }

    @Test
    void shouldForgetOwnersThatWereFencedLongAgoAndHaveNothingOpen() throws SQLException {
        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            store.claim(next, LEASE, 0);
            store.apply(List.of(new Accept(send(1), former)));
            long now = System.currentTimeMillis();
            long longAgo = now - Duration.ofHours(25).toMillis();
            execute("INSERT INTO send_owner VALUES ('" + former + "', " + longAgo + ", TRUE), ('" + id(2) + "', "
                    + longAgo + ", TRUE), ('" + id(3) + "', " + (now - 1) + ", TRUE)");

            store.claim(next, LEASE, 1);
            assertThat(owners()).isEqualTo("3"); // the row of the former was open before this claim, but is not now
            store.claim(next, LEASE, 1);
            assertThat(owners()).isEqualTo("2");

            assertThat(store.claim(id(3), LEASE, 0)).isEqualTo(Claim.LOST);
        }
    }

    private String owners() throws SQLException {
        return query("SELECT COUNT(*) FROM send_owner");
    }

    /** Rows of others and final rows must not be walked through: there may be a hundred thousand. */
    @Test
    void shouldReadOnlyTheRowsThatAClaimOrAPurgeNeeds() throws SQLException {
        StatusStores.open(H2Files.in(directory)).close();
        execute("INSERT INTO send_status (request_id, owner, final_at, mode, event_id, topic, state, outcome, attempts,"
                + " accepted_at, version) SELECT RANDOM_UUID(), '" + id(1) + "', CASE WHEN MOD(x, 2) = 0 THEN x END,"
                + " 'PLAIN', 'e', 't', 'PENDING', 'UNKNOWN', 0, 5, 0 FROM SYSTEM_RANGE(1, 1000)");

        assertThat(plan(Orphans.NEXT_OWNER, "'" + id(2) + "'")).contains("SEND_STATUS_BY_OWNER", "scanCount: 1 ");
        assertThat(plan(Orphans.OPEN_OF_OWNER, "'" + id(1) + "'", "5"))
                .contains("SEND_STATUS_BY_OWNER", "scanCount: 5 ", "index sorted");
        assertThat(plan(Purge.OLDEST, "900", "5")).contains("SEND_STATUS_BY_OWNER", "scanCount: 5 ", "index sorted");
    }

    private String plan(String sql, String... parameters) throws SQLException {
        String complete = sql;
        for (String parameter : parameters) {
            complete = complete.replaceFirst("\\?", parameter);
        }
        return query("EXPLAIN ANALYZE " + complete);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(H2Files.url(directory), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(H2Files.url(directory), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
