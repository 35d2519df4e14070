package com.bhf.kafka.statusstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to date with Flyway. Location and history table are the store's own, beside any migrations
 * of an application in the same database.
 */
final class SchemaMigration {
    static final String HISTORY_TABLE = "status_store_history";

    /** The newest migration of every dialect. */
    static final String NEWEST = "3";

    // Quoted as Flyway does, which creates it in lower case in every database.
    private static final String IS_NEWEST_APPLIED =
            "SELECT 1 FROM \"" + HISTORY_TABLE + "\" WHERE \"version\" = '" + NEWEST + "' AND \"success\" = TRUE";

    /** Two instances that come to an empty database at once disturb each other in Flyway's first steps. */
    private static final int TRIES = 10;

    private static final Duration PAUSE = Duration.ofMillis(200);

    private SchemaMigration() {}

    /** Flyway's cold start costs a third of a second, so it only starts when there is something to do. */
    static void migrate(DataSource dataSource, Connection connection, String location) throws SQLException {
        for (int tries = 1; !isUpToDate(connection); tries++) {
            try {
                flyway(dataSource, location).migrate();
                return;
            } catch (FlywayException e) {
                if (tries == TRIES) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(FlywayException reason) {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    private static Flyway flyway(DataSource dataSource, String location) {
        return Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:" + location)
                .table(HISTORY_TABLE)
                // The database may have tables of an application; the store's own history starts below its first
                // version.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    private static boolean isUpToDate(Connection connection) throws SQLException {
        if (!hasHistory(connection)) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(IS_NEWEST_APPLIED)) {
            return result.next();
        }
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), HISTORY_TABLE, null)) {
            return tables.next();
        }
    }
}
