package com.bhf.kafka.lab.history;

import com.bhf.kafka.lab.history.HistoryEvent.Answer;
import com.bhf.kafka.lab.history.HistoryEvent.Mark;
import com.bhf.kafka.lab.history.HistoryEvent.MarkKind;
import com.bhf.kafka.lab.history.HistoryEvent.NoAnswer;
import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import com.bhf.kafka.lab.history.HistoryEvent.Submit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A history and a log made up together, truthful unless a test lies in one of them. */
final class SimulatedRun {

    static final String TOPIC = "t";

    final List<HistoryEvent> events = new ArrayList<>();
    final List<LogRecord> log = new ArrayList<>();

    private final Map<Integer, Long> ends = new HashMap<>();
    private long now = 1_000_000;
    private int requests;

    /** What a truthful service may do to one request. */
    enum Fate {
        WRITTEN,
        NOT_WRITTEN,
        ACKNOWLEDGED,
        REFUSED,
        NO_CONNECTION,
        CUT_AND_WRITTEN,
        CUT_AND_LOST,
        UNKNOWN_AND_WRITTEN,
        UNKNOWN_AND_LOST,
        RETRIED_WITH_KEY,
        CONFLICT_THEN_ACKNOWLEDGED,
        KILLED_WHILE_OPEN
    }

    void add(Fate fate) {
        String event = newEvent();
        switch (fate) {
            case WRITTEN -> written(event);
            case NOT_WRITTEN -> {
                accepted(event, 1, null);
                ended(id(event), "ERROR", "NOT_WRITTEN", null, null);
            }
            case ACKNOWLEDGED -> {
                submit(event, 1, false, null);
                acknowledged(event, 1, append(event));
            }
            case REFUSED -> refused(event, 503);
            case NO_CONNECTION -> {
                submit(event, 1, true, null);
                events.add(new NoAnswer(tick(), event, 1, false, "refused"));
            }
            case CUT_AND_WRITTEN, CUT_AND_LOST -> cut(event, 1, null, fate == Fate.CUT_AND_WRITTEN);
            case UNKNOWN_AND_WRITTEN, UNKNOWN_AND_LOST -> {
                submit(event, 1, false, null);
                events.add(new Answer(tick(), event, 1, 504, id(event), null, null, null));
                if (fate == Fate.UNKNOWN_AND_WRITTEN) {
                    append(event);
                }
            }
            case RETRIED_WITH_KEY -> {
                cut(event, 1, event, true);
                accepted(event, 2, event);
                written(id(event), log.get(log.size() - 1));
            }
            case CONFLICT_THEN_ACKNOWLEDGED -> {
                cut(event, 1, event, true);
                LogRecord record = log.get(log.size() - 1);
                submit(event, 2, false, event);
                events.add(new Answer(tick(), event, 2, 409, id(event), null, null, null));
                submit(event, 3, false, event);
                acknowledged(event, 3, record);
            }
            case KILLED_WHILE_OPEN -> {
                accepted(event, 1, null);
                kill();
                poll(id(event), 200, "PENDING", "UNKNOWN", false, null, null);
                written(id(event), append(event));
            }
        }
    }

    /** An accepted send with its record and its final status; returns its request id. */
    String written(String event) {
        accepted(event, 1, null);
        written(id(event), append(event));
        return id(event);
    }

    void written(String requestId, LogRecord record) {
        poll(requestId, 200, "PENDING", "UNKNOWN", false, null, null);
        ended(requestId, "OK", "WRITTEN", record.partition(), record.offset());
    }

    /** The final status, asked for twice. */
    void ended(String requestId, String state, String outcome, Integer partition, Long offset) {
        poll(requestId, 200, state, outcome, true, partition, offset);
        poll(requestId, 200, state, outcome, true, partition, offset);
    }

    String newEvent() {
        return "e-" + ++requests;
    }

    String accepted(String event, int attempt, String idempotencyKey) {
        submit(event, attempt, true, idempotencyKey);
        events.add(new Answer(tick(), event, attempt, 202, id(event), "PENDING", null, null));
        return id(event);
    }

    void acknowledged(String event, int attempt, LogRecord record) {
        events.add(new Answer(tick(), event, attempt, 200, null, "OK", record.partition(), record.offset()));
    }

    void refused(String event, int code) {
        submit(event, 1, true, null);
        events.add(new Answer(tick(), event, 1, code, null, null, null, null));
    }

    void cut(String event, int attempt, String idempotencyKey, boolean lands) {
        submit(event, attempt, true, idempotencyKey);
        events.add(new NoAnswer(tick(), event, attempt, true, "cut"));
        if (lands) {
            append(event);
        }
    }

    void submit(String event, int attempt, boolean async, String idempotencyKey) {
        events.add(new Submit(
                tick(), event, attempt, "idempotent", async, TOPIC, key(event), hash(event), idempotencyKey, 0));
    }

    void poll(
            String requestId, int code, String state, String outcome, boolean isFinal, Integer partition, Long offset) {
        long asked = tick();
        long at = tick();
        Long completed = isFinal ? asked : null;
        events.add(
                new Poll(at, asked, requestId, code, state, outcome, isFinal, partition, offset, asked - 1, completed));
    }

    void kill() {
        events.add(new Mark(tick(), MarkKind.KILL, "api 0"));
    }

    void heal() {
        events.add(new Mark(tick(), MarkKind.HEAL, ""));
    }

    void pass(long millis) {
        now += millis;
    }

    LogRecord append(String event) {
        return append(id(event), event, hash(event));
    }

    LogRecord append(String requestId, String event, String hash) {
        int partition = Math.floorMod(key(event).hashCode(), 3);
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        LogRecord record = new LogRecord(TOPIC, partition, offset, requestId, event, key(event), hash);
        log.add(record);
        return record;
    }

    /** Like the others, but of a key and in a partition that only the caller uses. */
    void accepted(String event, String key) {
        events.add(new Submit(tick(), event, 1, "idempotent", true, TOPIC, key, hash(event), null, 0));
        events.add(new Answer(tick(), event, 1, 202, id(event), "PENDING", null, null));
    }

    LogRecord append(String event, String key, int partition) {
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        LogRecord record = new LogRecord(TOPIC, partition, offset, id(event), event, key, hash(event));
        log.add(record);
        return record;
    }

    private long tick() {
        return now++;
    }

    /** Few keys, so that several sends share one. */
    private static String key(String event) {
        return "k-" + event.length();
    }

    static String id(String event) {
        return "id-of-" + event;
    }

    static String hash(String event) {
        return PayloadHash.of(event.getBytes(StandardCharsets.UTF_8));
    }

    Report check(FaultEvidence faults, CheckSettings settings) {
        return HistoryCheck.check(History.of(events), log, faults, settings);
    }
}
