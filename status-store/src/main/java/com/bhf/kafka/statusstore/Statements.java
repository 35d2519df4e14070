package com.bhf.kafka.statusstore;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** JDBC without its loops: binds, executes, reads. */
final class Statements {
    private Statements() {}

    interface Binder<T> {
        void bind(PreparedStatement statement, T item) throws SQLException;
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** One JDBC batch. @return the update count of each item */
    static <T> int[] executeBatch(Connection connection, String sql, List<T> items, Binder<T> binder)
            throws SQLException {
        if (items.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (T item : items) {
                binder.bind(statement, item);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    static <T> int execute(Connection connection, String sql, T item, Binder<T> binder) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(statement, item);
            return statement.executeUpdate();
        }
    }

    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        return execute(connection, sql, parameters, Statements::bindAll);
    }

    static <T> List<T> query(Connection connection, String sql, Reader<T> reader, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bindAll(statement, parameters);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        }
    }

    /** For {@code = ANY (?)}, which both databases answer from an index. */
    static Array idArray(Connection connection, List<UUID> ids) throws SQLException {
        return connection.createArrayOf("UUID", ids.toArray());
    }

    private static void bindAll(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
