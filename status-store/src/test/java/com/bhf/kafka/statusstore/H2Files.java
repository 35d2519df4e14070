package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.SendFixtures.send;

import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Map;

/** H2 files in a test's own directory. */
final class H2Files {
    private H2Files() {}

    static String url(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("status");
    }

    static StatusStoreSettings in(Path directory) {
        return StatusStoreSettings.fromEnvironment(Map.of("STATUS_STORE_URL", url(directory)));
    }

    static HikariDataSource pool(Path directory, String options) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url(directory) + options);
        pool.setUsername("sa");
        pool.setMaximumPoolSize(4);
        return pool;
    }

    /** The table refuses it. */
    static StatusChange withoutOwner() {
        return new Accept(send(99), null);
    }
}
