package com.bhf.kafka.lab.history;

import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import com.bhf.kafka.lab.history.HistoryEvent.Submit;
import java.util.List;
import java.util.Optional;

/** A 202: the service answered for this request, and what was heard of it later, in the order of hearing. */
record Promise(String requestId, Submit submit, long acceptedAt, List<Poll> polls) {

    private static final int KNOWN = 200;
    private static final int NOT_FOUND = 404;

    List<Poll> finals() {
        return polls.stream()
                .filter(poll -> poll.code() == KNOWN && poll.isFinal())
                .toList();
    }

    /** The final status as told last. */
    Optional<Poll> end() {
        List<Poll> finals = finals();
        return finals.isEmpty() ? Optional.empty() : Optional.of(finals.get(finals.size() - 1));
    }

    Optional<Poll> firstUnknown() {
        return polls.stream().filter(poll -> poll.code() == NOT_FOUND).findFirst();
    }

    /** The place that the final status claims, when it claims one. */
    Optional<Place> claim() {
        return end().filter(poll -> "OK".equals(poll.state()))
                .flatMap(poll -> Place.of(submit.topic(), poll.partition(), poll.offset()));
    }
}
