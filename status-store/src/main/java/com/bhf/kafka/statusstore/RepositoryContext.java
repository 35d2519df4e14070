package com.bhf.kafka.statusstore;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.context.env.PropertySource;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.Map;
import javax.sql.DataSource;

/** The Micronaut context that the repositories run in, apart from any application around the store. */
final class RepositoryContext implements AutoCloseable {
    static final String DATA_SOURCE = "status-store";

    private final ApplicationContext context;

    RepositoryContext(DataSource dataSource) {
        context = new DefaultApplicationContext(new IsolatedConfiguration());
        // Micronaut Data makes its operations for a data source that has at least one property.
        context.getEnvironment()
                .addPropertySource(
                        PropertySource.of(Map.of("datasources." + DATA_SOURCE + ".schema-generate", "NONE")));
        context.registerBeanConfiguration(new ForeignBeans());
        context.registerBeanDefinition(RuntimeBeanDefinition.builder(DataSource.class, () -> dataSource)
                .singleton(true)
                .qualifier(Qualifiers.byName(DATA_SOURCE))
                .build());
        context.start();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
