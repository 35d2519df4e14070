package com.bhf.kafka.lab.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.junit.jupiter.api.Test;

class EndOfTopicFilterTest {

    @Test
    void shouldDropOnlyTheTimeoutWhenConsoleConsumerLogs() {
        assertThat(decide(ConsoleConsumer.class, new TimeoutException())).isEqualTo(FilterReply.DENY);
        assertThat(decide(ConsoleConsumer.class, new IllegalStateException())).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(ConsoleConsumer.class, null)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(String.class, new TimeoutException())).isEqualTo(FilterReply.NEUTRAL);
    }

    private static FilterReply decide(Class<?> source, Throwable thrown) {
        Logger logger = new LoggerContext().getLogger(source);
        return new EndOfTopicFilter().decide(new LoggingEvent("", logger, Level.ERROR, "message", thrown, null));
    }
}
