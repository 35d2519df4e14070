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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgreSqlTest {
    private String url;

    @BeforeEach
    void createSchema() throws SQLException {
        url = PostgreSqlServer.urlOfNewSchema();
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
    void shouldTakeEverySynchronousCommitThatSyncs(String value) {
        open(url + "&options=-c%20synchronous_commit=" + value).close();
    }

    @Test
    void shouldRefuseSessionsThatLoseCommits() {
        url += "&options=-c%20synchronous_commit=off";

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
        String latin = PostgreSqlServer.newName();
        PostgreSqlServer.execute("CREATE DATABASE " + latin + " ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'");

        assertThatThrownBy(() -> open(PostgreSqlServer.url(latin)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("server_encoding of PostgreSQL=LATIN1")
                .hasMessageContaining("UTF8");
    }

    @Test
    void shouldSayWhyWhenThePasswordIsWrong() throws SQLException {
        PostgreSqlServer.execute("CREATE ROLE strict LOGIN PASSWORD 'right-secret'");
        String schema = url.substring(url.lastIndexOf('=') + 1);
        PostgreSqlServer.execute("ALTER SCHEMA " + schema + " OWNER TO strict");

        assertThatThrownBy(() -> StatusStores.open(new StatusStoreSettings(url, "strict", "wrong-secret", false)))
                .isInstanceOf(StatusStoreException.class)
                .hasMessageContaining(url.substring(0, url.indexOf('?')))
                .hasMessageContaining("password authentication failed for user \"strict\"")
                .hasMessageNotContaining("secret");
        StatusStores.open(new StatusStoreSettings(url, "strict", "right-secret", false))
                .close();
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
        try (StatusStore store = open(url + "&reWriteBatchedInserts=" + joins)) {
            assertThat(store.apply(accepts(1, 5))).hasSize(5).containsOnly(APPLIED);
            assertThat(store.apply(List.of(accept(send(6)), accept(send(5)), accept(send(7)))))
                    .containsExactly(APPLIED, CONFLICT, APPLIED);
            assertThat(store.apply(List.of(ok(id(1), 0), ok(id(2), 7), ok(id(3), 0))))
                    .containsExactly(APPLIED, CONFLICT, APPLIED);
        }
    }

    @Test
    void shouldReadOnlyTheRowsThatAClaimOrAPurgeNeeds() throws SQLException {
        open(url).close();
        query("INSERT INTO send_status (request_id, owner, final_at, mode, event_id, topic, state, outcome, attempts,"
                + " accepted_at, version) SELECT gen_random_uuid(), '" + id(1) + "', CASE WHEN x % 2 = 0 THEN x END,"
                + " 'PLAIN', 'e', 't', 'PENDING', 'UNKNOWN', 0, 5, 0 FROM generate_series(1, 20000) x;"
                + " ANALYZE send_status; SELECT 1");

        assertThat(plan(Orphans.NEXT_OWNER, "'" + id(2) + "'"))
                .contains("send_status_by_owner")
                .doesNotContain("Sort");
        assertThat(plan(Orphans.OPEN_OF_OWNER, "'" + id(1) + "'", "5"))
                .contains("send_status_by_owner")
                .doesNotContain("Sort");
        assertThat(plan(Purge.OLDEST, "900", "5"))
                .contains("send_status_by_owner")
                .doesNotContain("Sort");
    }

    private String plan(String sql, String... parameters) throws SQLException {
        String complete = sql;
        for (String parameter : parameters) {
            complete = complete.replaceFirst("\\?", parameter);
        }
        StringBuilder plan = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("EXPLAIN " + complete)) {
            while (result.next()) {
                plan.append(result.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    void shouldNameTheNewestMigrationThatThereIs() throws Exception {
        assertThat(H2FileTest.newestMigration(new PostgreSqlDatabase()))
                .startsWith("V" + SchemaMigration.NEWEST + "__");
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
