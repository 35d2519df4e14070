package com.bhf.kafka.lab.proxy;

import com.bhf.kafka.lab.proxy.KafkaConversation.Request;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** Reads along what the broker answers, marks the Produce responses, and puts the proxy's own answers in their place. */
final class KafkaResponses extends KafkaTap {

    /** correlation_id. */
    private static final int HEADER = 4;

    private final KafkaConversation conversation;
    private @Nullable Request current;
    private @Nullable ProduceAck ack;
    private int passed;

    KafkaResponses(KafkaConversation conversation) {
        super(HEADER);
        this.conversation = conversation;
    }

    @Override
    public boolean begin(ByteBuffer header) {
        Request request = conversation.answeredBy(header.getInt(4));
        if (request == null) {
            return false;
        }
        current = request;
        passed = 0;
        ack = request.apiKey() == ApiKeys.PRODUCE.id
                ? new ProduceAck(request.apiVersion(), header.getInt(0) + Integer.BYTES)
                : null;
        return true;
    }

    @Override
    public void bytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        pass(bytes, ack, passed);
        passed += length;
    }

    @Override
    public void end() {
        if (current != null) {
            conversation.answered(current);
        }
        current = null;
        ack = null;
        if (steers()) {
            betweenFrames();
        }
    }

    @Override
    void betweenFrames() {
        for (ByteBuffer own = conversation.pollOwnAnswer(); own != null; own = conversation.pollOwnAnswer()) {
            pass(own, null, 0);
        }
    }
}
