package com.bhf.kafka.orders;

import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;

/** Whether this instance takes orders over HTTP. */
final class HttpProducerOn implements Condition {

    @Override
    @SuppressWarnings("rawtypes")
    public boolean matches(ConditionContext context) {
        return context.getBean(OrdersSettings.class).httpProducer();
    }
}
