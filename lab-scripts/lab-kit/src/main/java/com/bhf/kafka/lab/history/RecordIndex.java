package com.bhf.kafka.lab.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All records of all partitions, found by request id, by eventId and by place. */
final class RecordIndex {

    private final List<LogRecord> records;
    private final Map<String, List<LogRecord>> byRequestId;
    private final Map<String, List<LogRecord>> byEvent;
    private final Map<Place, LogRecord> byPlace = new HashMap<>();

    RecordIndex(List<LogRecord> records) {
        this.records = records;
        this.byRequestId = grouped(LogRecord::requestId);
        this.byEvent = grouped(LogRecord::event);
        records.forEach(record -> byPlace.put(record.place(), record));
    }

    private Map<String, List<LogRecord>> grouped(Function<LogRecord, @Nullable String> name) {
        return records.stream()
                .filter(record -> name.apply(record) != null)
                .collect(Collectors.groupingBy(record -> String.valueOf(name.apply(record))));
    }

    List<LogRecord> all() {
        return records;
    }

    Collection<List<LogRecord>> groupsOfOneId() {
        return byRequestId.values();
    }

    List<LogRecord> ofId(String requestId) {
        return byRequestId.getOrDefault(requestId, List.of());
    }

    List<LogRecord> ofEvent(String event) {
        return byEvent.getOrDefault(event, List.of());
    }

    Optional<LogRecord> at(Place place) {
        return Optional.ofNullable(byPlace.get(place));
    }
}
