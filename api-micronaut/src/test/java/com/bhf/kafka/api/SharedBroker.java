package com.bhf.kafka.api;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts the JVM's one broker, with the default topic, before an application context asks for its address. */
final class SharedBroker implements BeforeAllCallback {
    static final int PARTITIONS = 3;

    private static final AtomicReference<TopicReader> READER = new AtomicReference<>();

    private static boolean prepared;

    @Override
    public void beforeAll(ExtensionContext context) {
        prepare();
    }

    private static synchronized void prepare() {
        if (!prepared) {
            get().createTopic(Fields.DEFAULT_TOPIC, PARTITIONS);
            prepared = true;
        }
    }

    static RealBroker get() {
        return RealBrokerExtension.shared();
    }

    /** The one record of a send that was answered; fails when there is none or more than one. */
    static Landed landed(Answer answer) {
        String requestId = answer.text("requestId");
        List<Landed> found = read(answer.text("topic")).stream()
                .filter(landed -> requestId.equals(landed.header("request-id")))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " records of " + answer.summary());
        }
        return found.get(0);
    }

    /** What is in the topic now. Faster than {@link RealBroker#readAll}: one consumer for all calls. */
    static List<Landed> read(String topic) {
        return READER.updateAndGet(reader -> reader == null ? new TopicReader(get().bootstrapServers()) : reader)
                .read(topic);
    }

    /** A topic of the caller's own, with {@link #PARTITIONS} partitions. */
    static String newTopic(String prefix) {
        String topic = prefix + "-" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        get().createTopic(topic, PARTITIONS);
        return topic;
    }
}
