package com.bhf.kafka.statusstore;

import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanResolutionContext;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import java.util.List;

/**
 * Switches off every bean on the class path that is neither Micronaut Data's nor this package's: the beans,
 * listeners and servers of an application around the store must not start a second time.
 */
final class ForeignBeans implements BeanConfiguration {
    private static final List<String> OWN = List.of(
            "io.micronaut.aop.",
            "io.micronaut.context.",
            "io.micronaut.data.",
            "io.micronaut.transaction.",
            packagePrefix());

    private static String packagePrefix() {
        return ForeignBeans.class.getPackageName() + '.';
    }

    @Override
    @SuppressWarnings("rawtypes") // Micronaut's signature
    public boolean isWithin(BeanDefinitionReference reference) {
        return OWN.stream().noneMatch(reference.getBeanDefinitionName()::startsWith);
    }

    @Override
    public boolean isEnabled(BeanContext context, BeanResolutionContext resolution) {
        return false;
    }

    @Override
    public AnnotationMetadata getAnnotationMetadata() {
        return AnnotationMetadata.EMPTY_METADATA;
    }

    @Override
    public Package getPackage() {
        return ForeignBeans.class.getPackage();
    }

    @Override
    public String getName() {
        return ForeignBeans.class.getName();
    }

    @Override
    public String getVersion() {
        return "";
    }
}
