package com.bhf.kafka.lab.tools;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Drops the error that Kafka's console consumer logs when {@code --timeout-ms} has passed without a record: that is
 * how it was asked to end. Named in {@code lab-logback.xml}.
 */
public final class EndOfTopicFilter extends Filter<ILoggingEvent> {

    private static final String CONSUMER = "org.apache.kafka.tools.consumer.ConsoleConsumer";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        boolean end = CONSUMER.equals(event.getLoggerName())
                && thrown != null
                && TimeoutException.class.getName().equals(thrown.getClassName());
        return end ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
