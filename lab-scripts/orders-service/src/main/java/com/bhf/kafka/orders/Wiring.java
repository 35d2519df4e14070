package com.bhf.kafka.orders;

import com.bhf.kafka.producer.ProducerSettings;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts the parts together. */
@Factory
final class Wiring {

    @Singleton
    @Requires(missingBeans = Variables.class)
    Variables environmentVariables() {
        return new Variables(System.getenv());
    }

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Singleton
    OrdersSettings ordersSettings(Variables variables) {
        return OrdersSettings.from(variables);
    }

    @Singleton
    ProducerSettings producerSettings(Variables variables) {
        return ProducerSettings.fromEnvironment(variables.values());
    }

    @Singleton
    @Bean(preDestroy = "close")
    JdbcOrderStore orderStore(OrdersSettings settings, Clock clock) {
        return JdbcOrderStore.open(settings.store(), settings.instance(), clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    OrderIntake orderIntake(ProducerSettings producerSettings, OrdersSettings settings) {
        return new OrderIntake(producerSettings, settings);
    }

    @Singleton
    @Bean(preDestroy = "close")
    DeadLetterTopic deadLetterTopic(ConsumerFactory consumers, OrdersSettings settings) {
        return new DeadLetterTopic(consumers, settings);
    }

    @Singleton
    @Bean(preDestroy = "close")
    OrderConsumer orderConsumer(
            OrdersSettings settings,
            ProducerSettings producerSettings,
            ConsumerFactory consumers,
            OrderProcessor processor,
            Outgoing outgoing,
            RebalanceHistory history,
            Clock clock) {
        return new OrderConsumer(settings, producerSettings, consumers, processor, outgoing, history, clock);
    }
}
