package com.bhf.kafka.lab.proxy;

import com.bhf.kafka.lab.proxy.KafkaConversation.Request;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Reads along what the client asks, and keeps from the broker what the proxy answers itself. */
final class KafkaRequests extends KafkaTap {

    /** api_key, api_version, correlation_id. */
    private static final int HEADER = 2 + 2 + 4;

    private static final int MAX_VERSION = 100;

    private final KafkaConversation conversation;
    private final Runnable ownAnswerDue;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable Errors refusal;

    /** @param ownAnswerDue called when the conversation has an answer that the proxy may be the next to give */
    KafkaRequests(KafkaConversation conversation, Runnable ownAnswerDue) {
        super(HEADER);
        this.conversation = conversation;
        this.ownAnswerDue = ownAnswerDue;
    }

    @Override
    public boolean begin(ByteBuffer header) {
        short apiKey = header.getShort(4);
        short apiVersion = header.getShort(6);
        if (!ApiKeys.hasId(apiKey) || apiVersion < 0 || apiVersion > MAX_VERSION) {
            return false;
        }
        refusal = apiKey == ApiKeys.PRODUCE.id && steers() ? conversation.refusal() : null;
        if (refusal == null) {
            conversation.asked(new Request(apiKey, apiVersion, header.getInt(8), null));
        }
        return true;
    }

    @Override
    public void bytes(ByteBuffer bytes) {
        if (refusal == null) {
            pass(bytes, null, 0);
        } else {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            kept.writeBytes(copy);
        }
    }

    @Override
    public void end() {
        if (refusal != null) {
            ProduceErrors.refuse(ByteBuffer.wrap(kept.toByteArray()), refusal).ifPresent(conversation::asked);
            kept.reset();
            refusal = null;
            ownAnswerDue.run();
        }
    }
}
