package com.bhf.kafka.lab.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What one Kafka client asked on one connection and has not been answered yet, in the order in which the answers will
 * come. This class is threadsafe.
 */
final class KafkaConversation {

    /** A request; with an answer when the proxy gives it and not the broker. */
    record Request(
            short apiKey,
            short apiVersion,
            int correlationId,
            @Nullable ByteBuffer answer) {}

    /** Produce requests with acks=0 are never answered: without a bound they would pile up. */
    private static final int MAX_REQUESTS = 10_000;

    private final Deque<Request> unanswered = new ArrayDeque<>();
    private final List<Errors> refusals = new CopyOnWriteArrayList<>();

    synchronized void asked(Request request) {
        if (unanswered.size() == MAX_REQUESTS) {
            unanswered.removeFirst();
        }
        unanswered.addLast(request);
    }

    /** The request that a response with this id answers; null when there is none, so that this is not Kafka. */
    synchronized @Nullable Request answeredBy(int correlationId) {
        for (Request request : unanswered) {
            if (request.correlationId() == correlationId) {
                return request;
            }
        }
        return null;
    }

    /** The response to {@code request} is complete; what was asked before it will not be answered any more. */
    synchronized void answered(Request request) {
        Iterator<Request> requests = unanswered.iterator();
        boolean found = false;
        while (requests.hasNext() && !found) {
            found = requests.next().equals(request);
            requests.remove();
        }
    }

    /** The next answer when it is the proxy's turn to give it, else null. */
    synchronized @Nullable ByteBuffer pollOwnAnswer() {
        Request next = unanswered.peekFirst();
        if (next == null || next.answer() == null) {
            return null;
        }
        return unanswered.removeFirst().answer();
    }

    /** From now on Produce requests do not reach the broker and are answered with {@code error}. */
    void refuseProduce(Errors error) {
        refusals.add(error);
    }

    void stopRefusing(Errors error) {
        refusals.remove(error);
    }

    /** With what to answer a Produce request that comes now; null when it goes to the broker. */
    @Nullable Errors refusal() {
        Iterator<Errors> all = refusals.iterator();
        return all.hasNext() ? all.next() : null;
    }
}
