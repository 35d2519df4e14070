package com.bhf.kafka.orders;

import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Effects in H2 or PostgreSQL: an order and its share of the totals are written in one transaction of the database,
 * and the primary key says whether it has been written before.
 *
 * <p>A database and not a topic, because "once" must hold whichever instance reads which copy of an order, from
 * whichever partition of whichever topic: that needs one place that decides.
 */
final class JdbcOrderStore implements OrderStore, AutoCloseable {
    private static final String INSERT = """
            insert into applied_orders (order_id, amount, status, source, applied_by, applied_at)
            select cast(? as varchar(200)), cast(? as numeric(19, 4)), cast(? as varchar(50)), cast(? as varchar(300)),
              cast(? as varchar(200)), cast(? as varchar(40))
            where not exists (select 1 from applied_orders where order_id = ?)""";

    private static final int CONNECTIONS = 4;
    private static final int CONNECTION_TIMEOUT_MS = 3_000;

    private final HikariDataSource pool;
    private final String instance;
    private final Clock clock;

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private JdbcOrderStore(HikariDataSource pool, String instance, Clock clock) {
        this.pool = pool;
        this.instance = instance;
        this.clock = clock;
    }

    /** Blocks until the tables are there, some seconds at most. */
    static JdbcOrderStore open(StoreSettings settings, String instance, Clock clock) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("orders-store");
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        try (Connection connection = pool.getConnection()) {
            OrderTables.create(connection);
            return new JdbcOrderStore(pool, instance, clock);
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw new StoreUnavailableException(settings + " cannot be opened", e);
        }
    }

    @Override
    public List<Boolean> apply(List<Incoming> orders) {
        return orders.isEmpty() ? List.of() : inTransaction(connection -> insertAndAdd(connection, orders));
    }

    private List<Boolean> insertAndAdd(Connection connection, List<Incoming> orders) throws SQLException {
        List<Boolean> applied = new ArrayList<>();
        BigDecimal amount = BigDecimal.ZERO;
        int[] counts = insert(connection, orders);
        for (int i = 0; i < counts.length; i++) {
            applied.add(counts[i] == 1);
            amount = counts[i] == 1 ? amount.add(orders.get(i).order().amount()) : amount;
        }
        try (PreparedStatement update = connection.prepareStatement(
                "update order_totals set orders = orders + ?, amount = amount + ? where id = 1")) {
            update.setLong(1, applied.stream().filter(now -> now).count());
            update.setBigDecimal(2, amount);
            update.executeUpdate();
        }
        return applied;
    }

    private int[] insert(Connection connection, List<Incoming> orders) throws SQLException {
        String now = clock.instant().toString();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Incoming incoming : orders) {
                Order order = incoming.order();
                insert.setString(1, order.orderId());
                insert.setBigDecimal(2, order.amount());
                insert.setString(3, order.status());
                insert.setString(4, incoming.origin().toString());
                insert.setString(5, instance);
                insert.setString(6, now);
                insert.setString(7, order.orderId());
                insert.addBatch();
            }
            return insert.executeBatch();
        }
    }

    @Override
    public Optional<AppliedOrder> find(String orderId) {
        return inTransaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement("select order_id, amount, status, source,"
                    + " applied_by, applied_at from applied_orders where order_id = ?")) {
                query.setString(1, orderId);
                ResultSet row = query.executeQuery();
                return row.next() ? Optional.of(applied(row)) : Optional.empty();
            }
        });
    }

    private static AppliedOrder applied(ResultSet row) throws SQLException {
        return new AppliedOrder(
                row.getString(1),
                plain(row.getBigDecimal(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }

    /** Without zeros at the end, and without an exponent. */
    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Override
    public Totals totals() {
        return inTransaction(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select orders, amount from order_totals where id = 1")) {
                ResultSet row = query.executeQuery();
                row.next();
                return new Totals(row.getLong(1), plain(row.getBigDecimal(2)));
            }
        });
    }

    @Override
    public Simulation simulation() {
        return inTransaction(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select percent, order_id from simulated_errors where id = 1")) {
                ResultSet row = query.executeQuery();
                row.next();
                int percent = row.getInt(1);
                return percent == 0 ? Simulation.OFF : new Simulation(true, percent, row.getString(2));
            }
        });
    }

    @Override
    public void simulate(Simulation simulation) {
        inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update simulated_errors set percent = ?, order_id = ? where id = 1")) {
                update.setInt(1, simulation.enabled() ? simulation.percent() : 0);
                update.setString(2, simulation.orderId());
                return update.executeUpdate();
            }
        });
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException("The orders store cannot be used now", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
