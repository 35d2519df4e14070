package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.IntConsumer;

/**
 * A process that commits batches for ever and prints the last number of each once it is committed. Its commits go
 * through the product ({@code store}), or through the product's writer on a URL of the test's own ({@code writer}).
 */
final class CommittingChild {
    static final int BATCH = 16;

    private CommittingChild() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments[1];
        if (arguments[0].equals("store")) {
            var store = StatusStores.open(new StatusStoreSettings(url, "sa", "", false));
            forEver(first -> store.apply(accepts(first, first + BATCH - 1)));
        } else {
            ChangeWriter writer = writer(url);
            forEver(first -> applyWith(writer, first));
        }
    }

    private static ChangeWriter writer(String url) throws Exception {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("sa");
        H2Database database = new H2Database(false, true);
        try (Connection connection = pool.getConnection()) {
            SchemaMigration.migrate(pool, connection, database.migrations());
        }
        return new ChangeWriter(new Transactions(pool, database));
    }

    private static void applyWith(ChangeWriter writer, int first) {
        try {
            writer.apply(accepts(first, first + BATCH - 1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void forEver(IntConsumer commit) {
        for (int first = 1; ; first += BATCH) {
            commit.accept(first);
            System.out.println("committed " + (first + BATCH - 1));
        }
    }
}
