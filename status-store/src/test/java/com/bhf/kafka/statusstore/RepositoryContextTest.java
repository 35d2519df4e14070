package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.bystander.ApplicationBean;
import com.bhf.kafka.producer.delivery.StatusStore;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryContextTest {
    @TempDir
    Path directory;

    @Test
    void shouldNotStartTheApplicationAroundIt() {
        int before = ApplicationBean.STARTED.get();

        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            store.apply(accepts(1, 1));
            assertThat(store.find(id(1))).isPresent();
        }

        assertThat(ApplicationBean.STARTED).hasValue(before);
    }

    /** Without this the test above would pass on a bean that no context starts. */
    @Test
    void shouldSeeTheApplicationStartInAContextOfItsOwn() {
        int before = ApplicationBean.STARTED.get();

        ApplicationContext.builder()
                .properties(Map.of("datasources.status-store.schema-generate", "NONE"))
                .start()
                .close();

        assertThat(ApplicationBean.STARTED.get()).isGreaterThan(before);
    }
}
