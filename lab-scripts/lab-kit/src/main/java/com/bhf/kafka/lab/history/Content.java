package com.bhf.kafka.lab.history;

import com.bhf.kafka.lab.history.HistoryEvent.Submit;
import java.util.Optional;

/** Compares a record with what was sent. */
final class Content {

    private Content() {}

    /** What differs first; nothing when the record is what was sent. */
    static Optional<String> difference(Submit submit, LogRecord record) {
        if (!submit.topic().equals(record.topic())) {
            return Optional.of("sent to topic " + submit.topic());
        }
        if (!submit.event().equals(record.event())) {
            return Optional.of("event-id " + record.event() + " instead of " + submit.event());
        }
        if (!submit.key().equals(record.key())) {
            return Optional.of("key " + record.key() + " instead of " + submit.key());
        }
        if (!submit.hash().equals(record.hash())) {
            return Optional.of("payload hash " + record.hash() + " instead of " + submit.hash());
        }
        return Optional.empty();
    }
}
