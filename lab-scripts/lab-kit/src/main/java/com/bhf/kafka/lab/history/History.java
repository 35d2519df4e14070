package com.bhf.kafka.lab.history;

import com.bhf.kafka.lab.history.HistoryEvent.Answer;
import com.bhf.kafka.lab.history.HistoryEvent.Mark;
import com.bhf.kafka.lab.history.HistoryEvent.MarkKind;
import com.bhf.kafka.lab.history.HistoryEvent.NoAnswer;
import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import com.bhf.kafka.lab.history.HistoryEvent.Submit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A history that was read back: what was asked, what was promised, what was heard of it. Immutable. */
public final class History {

    private final List<SendRequest> requests;
    private final Map<String, Promise> promises;
    private final List<Mark> marks;
    private final Set<String> events;

    private History(List<SendRequest> requests, Map<String, Promise> promises, List<Mark> marks) {
        this.requests = requests;
        this.promises = promises;
        this.marks = marks;
        this.events = requests.stream().map(SendRequest::event).collect(Collectors.toSet());
    }

    /** Events in the order in which they were written. */
    public static History of(List<HistoryEvent> events) {
        Map<String, HistoryEvent> ends = new HashMap<>();
        Map<String, List<Submit>> submits = new LinkedHashMap<>();
        Map<String, List<Poll>> polls = new HashMap<>();
        List<Mark> marks = new ArrayList<>();
        for (HistoryEvent event : events) {
            if (event instanceof Submit submit) {
                submits.computeIfAbsent(submit.event(), name -> new ArrayList<>())
                        .add(submit);
            } else if (event instanceof Answer answer) {
                ends.put(attemptName(answer.event(), answer.attempt()), answer);
            } else if (event instanceof NoAnswer none) {
                ends.put(attemptName(none.event(), none.attempt()), none);
            } else if (event instanceof Poll poll) {
                polls.computeIfAbsent(poll.requestId(), id -> new ArrayList<>()).add(poll);
            } else if (event instanceof Mark mark) {
                marks.add(mark);
            }
        }
        List<SendRequest> requests = submits.entrySet().stream()
                .map(entry -> request(entry.getKey(), entry.getValue(), ends))
                .toList();
        return new History(requests, promises(requests, polls), List.copyOf(marks));
    }

    private static SendRequest request(String event, List<Submit> submits, Map<String, HistoryEvent> ends) {
        return new SendRequest(
                event,
                submits.stream()
                        .map(submit -> attempt(submit, ends.get(attemptName(event, submit.attempt()))))
                        .toList());
    }

    /** No end: the client was stopped before one came, which is the same as a cut. */
    private static Attempt attempt(Submit submit, @Nullable HistoryEvent end) {
        if (end instanceof Answer answer) {
            return new Attempt(submit, answer, true);
        }
        return new Attempt(submit, null, !(end instanceof NoAnswer none) || none.sent());
    }

    private static String attemptName(String event, int attempt) {
        return event + "#" + attempt;
    }

    private static Map<String, Promise> promises(List<SendRequest> requests, Map<String, List<Poll>> polls) {
        Map<String, Promise> promises = new LinkedHashMap<>();
        for (SendRequest request : requests) {
            for (Attempt attempt : request.attempts()) {
                String id = attempt.promisedId();
                Answer answer = attempt.answer();
                if (id != null && answer != null) {
                    promises.putIfAbsent(
                            id, new Promise(id, attempt.submit(), answer.at(), polls.getOrDefault(id, List.of())));
                }
            }
        }
        return promises;
    }

    List<SendRequest> requests() {
        return requests;
    }

    Collection<Promise> promises() {
        return promises.values();
    }

    boolean isSubmitted(String event) {
        return events.contains(event);
    }

    boolean isPromised(String requestId) {
        return promises.containsKey(requestId);
    }

    List<Long> kills() {
        return marks.stream()
                .filter(mark -> mark.kind() == MarkKind.KILL)
                .map(Mark::at)
                .toList();
    }

    /** When the last fault was over. */
    OptionalLong heal() {
        return marks.stream()
                .filter(mark -> mark.kind() == MarkKind.HEAL)
                .mapToLong(Mark::at)
                .max();
    }
}
