package com.bhf.kafka.api;

import com.bhf.kafka.api.KillPoints.Point;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kills the process when Kafka's client has taken a fatal record and has not sent it yet: give it a long linger. */
final class KillingProducer {

    private KillingProducer() {}

    @SuppressWarnings("unchecked")
    static Producer<byte[], byte[]> around(Producer<byte[], byte[]> real, Point point) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                KillingProducer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, args) -> {
                    try {
                        Object result = method.invoke(real, args);
                        if (point == Point.AFTER_SEND && method.getName().equals("send") && isFatal(args[0])) {
                            KillPoints.die();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isFatal(Object sent) {
        byte[] eventId =
                ((ProducerRecord<?, ?>) sent).headers().lastHeader("event-id").value();
        return new String(eventId, StandardCharsets.UTF_8).equals(KillPoints.FATAL_EVENT);
    }
}
