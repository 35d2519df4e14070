package com.bhf.kafka.statusstore;

import io.micronaut.context.ApplicationContextConfiguration;
import java.util.List;
import java.util.Optional;

/** A context that deduces nothing and reads no configuration file, system property or environment variable. */
final class IsolatedConfiguration implements ApplicationContextConfiguration {
    @Override
    public List<String> getEnvironments() {
        return List.of();
    }

    @Override
    public Optional<Boolean> getDeduceEnvironments() {
        return Optional.of(false);
    }

    @Override
    public boolean isEnableDefaultPropertySources() {
        return false;
    }

    @Override
    public boolean isEnvironmentPropertySource() {
        return false;
    }

    @Override
    public Boolean isBootstrapEnvironmentEnabled() {
        return false;
    }

    @Override
    public boolean isBannerEnabled() {
        return false;
    }

    @Override
    public ClassLoader getClassLoader() {
        return IsolatedConfiguration.class.getClassLoader();
    }
}
