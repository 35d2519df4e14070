package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileTest {
    @TempDir
    Path directory;

    @Test
    void shouldHoldItsRowsWhenOpenedAgain() {
        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            store.apply(accepts(1, 3));
            store.apply(List.of(ok(id(1), 0)));
        }

        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            assertThat(store.find(id(1)).orElseThrow().isFinal()).isTrue();
            assertThat(store.claim(UUID.randomUUID(), Duration.ofMinutes(5), 10).taken())
                    .hasSize(2);
        }
    }

    @Test
    void shouldDropPayloadAndHeadersWhenRowBecomesFinal() throws SQLException {
        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            store.apply(accepts(1, 2));
            store.apply(List.of(ok(id(1), 0)));
        }

        assertThat(query("SELECT COUNT(payload) || ' ' || COUNT(headers) FROM send_status"))
                .isEqualTo("1 1");
    }

    @Test
    void shouldStayUsableWhenItsCallersAreInterrupted() {
        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            Thread.currentThread().interrupt();
            assertThat(store.apply(accepts(1, 1))).containsExactly(APPLIED);
            assertThat(store.find(id(1))).isPresent();
            assertThat(Thread.interrupted()).isTrue();

            assertThat(store.apply(List.of(ok(id(1), 0)))).containsExactly(APPLIED);
        }
    }

    @Test
    void shouldOpenTheFileAgainWhenH2ClosedIt() throws SQLException {
        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            store.apply(accepts(1, 1));
            query("SELECT 1 FROM send_status"); // the same database, within this process
            try (Connection connection = connection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY"); // what H2 does itself when a write fails
            }

            assertThatThrownBy(() -> store.apply(accepts(2, 2))).isInstanceOf(StatusStoreException.class);
            assertThat(store.apply(accepts(3, 3))).containsExactly(APPLIED);
            assertThat(store.find(id(1))).isPresent();
        }
    }

    @Test
    void shouldSyncTheFileWhenAsked() {
        Map<String, String> environment =
                Map.of("STATUS_STORE_URL", H2Files.url(directory), "STATUS_STORE_FSYNC", "true");
        try (StatusStore store = StatusStores.open(StatusStoreSettings.fromEnvironment(environment))) {
            assertThat(store.apply(accepts(1, 2))).containsExactly(APPLIED, APPLIED);
        }
    }

    @Test
    void shouldLiveBesideTheTablesOfAnApplication() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id INT)");
            statement.execute("CREATE TABLE \"flyway_schema_history\" (id INT)");
        }

        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            assertThat(store.apply(accepts(1, 1))).containsExactly(APPLIED);
        }
        assertThat(query("SELECT COUNT(*) FROM \"flyway_schema_history\"")).isEqualTo("0");
    }

    @Test
    void shouldNameTheNewestMigrationThatThereIs() throws Exception {
        assertThat(newestMigration(new H2Database(false, true))).startsWith("V" + SchemaMigration.NEWEST + "__");
    }

    static String newestMigration(Database database) throws Exception {
        Path folder = Path.of(
                H2FileTest.class.getResource("/" + database.migrations()).toURI());
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    @Test
    void shouldRefuseADataSourceThatLosesCommits() {
        try (HikariDataSource pool = H2Files.pool(directory, "")) {
            assertThatThrownBy(() -> StatusStores.open(pool))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("WRITE_DELAY")
                    .hasMessageContaining("500");
        }
    }

    @Test
    void shouldRefuseADataSourceWithoutAutoCommit() {
        try (HikariDataSource pool = H2Files.pool(directory, ";WRITE_DELAY=0")) {
            pool.setAutoCommit(false);
            assertThatThrownBy(() -> StatusStores.open(pool))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("auto-commit");
        }
    }

    @Test
    void shouldLeaveADataSourceOpenWhenItsStoreIsClosed() throws SQLException {
        try (HikariDataSource pool = H2Files.pool(directory, ";WRITE_DELAY=0")) {
            StatusStores.open(pool).close();

            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void shouldSayWhyWhenThePasswordIsWrong() {
        StatusStores.open(H2Files.in(directory)).close();
        Map<String, String> environment =
                Map.of("STATUS_STORE_URL", H2Files.url(directory), "STATUS_STORE_PASSWORD", "wrong-secret");

        assertThatThrownBy(() -> StatusStores.open(StatusStoreSettings.fromEnvironment(environment)))
                .isInstanceOf(StatusStoreException.class)
                .hasMessageContaining("cannot be opened")
                .hasMessageNotContaining("wrong-secret");
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(H2Files.url(directory), "sa", "");
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
