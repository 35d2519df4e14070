package com.bhf.kafka.bystander;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for an application around the store, whose eager beans and listeners the store must leave alone. */
@Context
public class ApplicationBean implements ApplicationEventListener<StartupEvent> {
    public static final AtomicInteger STARTED = new AtomicInteger();

    public ApplicationBean() {
        STARTED.incrementAndGet();
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        STARTED.incrementAndGet();
    }
}
