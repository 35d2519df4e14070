package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.ChangeResult.CONFLICT;
import static com.bhf.kafka.producer.delivery.SendFixtures.accept;
import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static com.bhf.kafka.producer.delivery.SendFixtures.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgreSqlTest {
    private static final int INSTANCES = 4;

    private String database;
    private String url;

    @BeforeEach
    void createDatabase() throws SQLException {
        database = PostgreSqlServer.newDatabaseName();
        url = PostgreSqlServer.url(database);
    }

    @Test
    void shouldSeeEachOthersRowsWhenTwoStoresShareADatabase() {
        try (StatusStore one = open(url);
                StatusStore other = open(url)) {
            one.apply(accepts(1, 2));

            assertThat(other.apply(List.of(accept(send(1)), ok(id(2), 0)))).containsExactly(CONFLICT, APPLIED);
            assertThat(one.apply(List.of(ok(id(2), 0)))).containsExactly(CONFLICT);
            assertThat(one.find(id(2)).orElseThrow().isFinal()).isTrue();
            assertThat(other.find(id(1))).isPresent();
        }
    }

    @Test
    void shouldMigrateOnceWhenStoresOpenAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
        try {
            List<Callable<StatusStore>> opens = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                opens.add(() -> open(url));
            }
            for (Future<StatusStore> opened : threads.invokeAll(opens)) {
                try (StatusStore store = opened.get()) {
                    store.apply(accepts(1, 1));
                    assertThat(store.find(id(1))).isPresent();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(query("SELECT COUNT(*) = COUNT(DISTINCT version) AND BOOL_AND(success) FROM status_store_history"))
                .isEqualTo("t");
    }

    @Test
    void shouldHoldItsRowsWhenOpenedAgain() {
        try (StatusStore store = open(url)) {
            store.apply(accepts(1, 1));
        }

        try (StatusStore store = open(url)) {
            assertThat(store.find(id(1))).isPresent();
        }
    }

    @Test
    void shouldWorkOnADataSourceAndLeaveItOpen() throws SQLException {
        try (HikariDataSource pool = pool()) {
            try (StatusStore store = StatusStores.open(pool)) {
                assertThat(store.apply(accepts(1, 2))).containsExactly(APPLIED, APPLIED);
                assertThat(store.find(id(2))).isPresent();
            }

            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"on", "local", "remote_write", "remote_apply"})
    void shouldTakeEverySynchronousCommitThatSyncs(String value) throws SQLException {
        PostgreSqlServer.execute("ALTER DATABASE " + database + " SET synchronous_commit = " + value);

        open(url).close();
    }

    @Test
    void shouldRefuseSessionsThatLoseCommits() throws SQLException {
        PostgreSqlServer.execute("ALTER DATABASE " + database + " SET synchronous_commit = off");

        assertThatThrownBy(() -> open(url))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("synchronous_commit of PostgreSQL=off")
                .hasMessageContaining("on:");
        try (HikariDataSource pool = pool()) {
            assertThatThrownBy(() -> StatusStores.open(pool))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("synchronous_commit");
        }
    }

    @Test
    void shouldRefuseADatabaseThatCannotKeepEveryText() throws SQLException {
        String latin = PostgreSqlServer.newDatabaseName("ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'");

        assertThatThrownBy(() -> open(PostgreSqlServer.url(latin)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("server_encoding of PostgreSQL=LATIN1")
                .hasMessageContaining("UTF8");
    }

    @Test
    void shouldSayWhyWhenThePasswordIsWrong() throws SQLException {
        PostgreSqlServer.execute("DROP ROLE IF EXISTS strict");
        PostgreSqlServer.execute("CREATE ROLE strict LOGIN PASSWORD 'right-secret'");
        PostgreSqlServer.execute("ALTER DATABASE " + database + " OWNER TO strict");

        assertThatThrownBy(() -> StatusStores.open(new StatusStoreSettings(url, "strict", "wrong-secret", false)))
                .isInstanceOf(StatusStoreException.class)
                .hasMessageContaining(url)
                .hasMessageContaining("password authentication failed for user \"strict\"")
                .hasMessageNotContaining("secret");
        StatusStores.open(new StatusStoreSettings(url, "strict", "right-secret", false))
                .close();
        PostgreSqlServer.execute("DROP DATABASE " + database);
        PostgreSqlServer.execute("DROP ROLE strict");
    }

    /** One NUL would otherwise fail the whole batch, and again each time that it is tried. */
    @Test
    void shouldKeepTheRestOfABatchWhenATextHasANul() {
        try (StatusStore store = open(url)) {
            assertThat(store.apply(List.of(accept(send(id(1), "e\0")), accept(send(2)))))
                    .containsExactly(APPLIED, APPLIED);
            assertThat(store.apply(List.of(unknown(id(1), 0, "\0!"), ok(id(2), 0))))
                    .containsExactly(APPLIED, APPLIED);

            assertThat(store.find(id(1)).orElseThrow().eventId()).isEqualTo("e\uFFFD");
            assertThat(store.find(id(1)).orElseThrow().error()).isEqualTo("\uFFFD!");
            assertThat(store.find(id(1)).orElseThrow().key()).isEqualTo("e\0");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldSayOfEachChangeWhetherItAppliedWhenTheDriverJoinsInserts(boolean joins) {
        try (StatusStore store = open(url + "?reWriteBatchedInserts=" + joins)) {
            assertThat(store.apply(accepts(1, 5))).hasSize(5).containsOnly(APPLIED);
            assertThat(store.apply(List.of(accept(send(6)), accept(send(5)), accept(send(7)))))
                    .containsExactly(APPLIED, CONFLICT, APPLIED);
            assertThat(store.apply(List.of(ok(id(1), 0), ok(id(2), 7), ok(id(3), 0))))
                    .containsExactly(APPLIED, CONFLICT, APPLIED);
        }
    }

    @Test
    void shouldLiveInTheSchemaThatTheUrlNames() throws SQLException {
        query("CREATE TABLE send_status (of_an_application INT); CREATE SCHEMA statuses; SELECT 1");

        try (StatusStore store = open(url + "?currentSchema=statuses")) {
            store.apply(accepts(1, 1));
        }

        assertThat(query("SELECT COUNT(*) FROM statuses.send_status")).isEqualTo("1");
        assertThat(query("SELECT COUNT(*) FROM public.send_status")).isEqualTo("0");
    }

    private static StatusStore open(String url) {
        return StatusStores.open(PostgreSqlServer.settings(url));
    }

    private HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(4);
        return pool;
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
