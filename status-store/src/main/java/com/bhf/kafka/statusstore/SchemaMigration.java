package com.bhf.kafka.statusstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date with Flyway. Location and history table are the store's own, beside any migrations
 * of an application in the same database.
 */
final class SchemaMigration {
    static final String HISTORY_TABLE = "status_store_history";

    /** The newest migration of every dialect. */
    static final String NEWEST = "2";

    // Quoted as Flyway does, which creates it in lower case in every database.
    private static final String IS_NEWEST_APPLIED =
            "SELECT 1 FROM \"" + HISTORY_TABLE + "\" WHERE \"version\" = '" + NEWEST + "' AND \"success\" = TRUE";

    private SchemaMigration() {}

    /** Flyway's cold start costs a third of a second, so it only starts when there is something to do. */
    static void migrate(DataSource dataSource, Connection connection, String location) throws SQLException {
        if (isUpToDate(connection)) {
            return;
        }
        Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:" + location)
                .table(HISTORY_TABLE)
                // The database may have tables of an application; the store's own history starts below its first
                // version.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
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
