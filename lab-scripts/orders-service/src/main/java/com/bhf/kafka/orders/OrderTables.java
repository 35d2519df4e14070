package com.bhf.kafka.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of the service, the same in H2 and PostgreSQL. */
final class OrderTables {
    private static final List<String> STATEMENTS = List.of("""
            create table if not exists applied_orders (
              order_id varchar(200) primary key, amount numeric(19, 4) not null, status varchar(50) not null,
              source varchar(300) not null, applied_by varchar(200) not null, applied_at varchar(40) not null)""", """
            create table if not exists order_totals (
              id integer primary key, orders bigint not null, amount numeric(30, 4) not null)""", """
            create table if not exists simulated_errors (
              id integer primary key, percent integer not null, order_id varchar(200))""", """
            insert into order_totals (id, orders, amount)
              select 1, 0, 0 where not exists (select 1 from order_totals)""", """
            insert into simulated_errors (id, percent, order_id)
              select 1, 0, null where not exists (select 1 from simulated_errors)""");

    /** Two instances that start together can both find a table missing; the second try finds it. */
    private static final int TRIES = 3;

    private OrderTables() {}

    static void create(Connection connection) throws SQLException {
        for (String sql : STATEMENTS) {
            create(connection, sql);
        }
    }

    private static void create(Connection connection, String sql) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(sql);
                return;
            } catch (SQLException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }
}
