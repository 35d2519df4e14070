package com.bhf.kafka.lab.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** One line of a history. All times are milliseconds since the epoch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HistoryEvent.Submit.class, name = "submit"),
    @JsonSubTypes.Type(value = HistoryEvent.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = HistoryEvent.NoAnswer.class, name = "no-answer"),
    @JsonSubTypes.Type(value = HistoryEvent.Poll.class, name = "poll"),
    @JsonSubTypes.Type(value = HistoryEvent.Mark.class, name = "mark"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface HistoryEvent {

    long at();

    /**
     * A send is about to leave the client.
     *
     * @param event the eventId, of this one request only; its attempts share it
     * @param attempt from 1
     * @param hash of the payload, see {@link PayloadHash}
     * @param idempotencyKey as sent; null: none was
     */
    record Submit(
            long at,
            String event,
            int attempt,
            String mode,
            boolean async,
            String topic,
            String key,
            String hash,
            @Nullable String idempotencyKey,
            int instance)
            implements HistoryEvent {

        /** A run has millions of events, and few modes and topics. */
        public Submit {
            mode = mode.intern();
            topic = topic.intern();
        }
    }

    /** The service answered an attempt. What its body did not say is null. */
    record Answer(
            long at,
            String event,
            int attempt,
            int code,
            @Nullable String requestId,
            @Nullable String state,
            @Nullable Integer partition,
            @Nullable Long offset)
            implements HistoryEvent {}

    /**
     * An attempt ended without an answer.
     *
     * @param sent false: there was no connection, so that nothing can have reached the service
     */
    record NoAnswer(long at, String event, int attempt, boolean sent, String why) implements HistoryEvent {}

    /**
     * An answer to the question for a status.
     *
     * @param asked when the question left; several may be under way at once
     */
    record Poll(
            long at,
            long asked,
            String requestId,
            int code,
            @Nullable String state,
            @Nullable String outcome,
            @JsonProperty("final") boolean isFinal,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable Long acceptedAt,
            @Nullable Long completedAt)
            implements HistoryEvent {

        public Poll {
            state = state == null ? null : state.intern();
            outcome = outcome == null ? null : outcome.intern();
        }

        /** What must never change once it is final. */
        String truth() {
            return state + " " + outcome + " " + partition + "@" + offset;
        }
    }

    /** Something that was done to the system. */
    record Mark(long at, MarkKind kind, String detail) implements HistoryEvent {}

    /** KILL: a process got SIGKILL. HEAL: the last fault is over and the load has ended. FAULT: any other. */
    enum MarkKind {
        KILL,
        FAULT,
        HEAL
    }
}
