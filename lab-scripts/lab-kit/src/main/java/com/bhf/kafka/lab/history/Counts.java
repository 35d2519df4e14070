package com.bhf.kafka.lab.history;

import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What happened in a run.
 *
 * @param accepted how many requests got a 202: the N of the report
 * @param written of these, ended OK
 * @param notWritten of these, ended as ERROR
 * @param acknowledged sync sends with a 200
 * @param cut attempts that were sent and never answered
 * @param unknownPercent attempts whose outcome the client could not know (cut or 504), of all
 * @param answers attempts by status code
 * @param orderInversions pairs of a key that stand the wrong way round
 */
public record Counts(
        long requests,
        long attempts,
        long accepted,
        long written,
        long notWritten,
        long acknowledged,
        long cut,
        double unknownPercent,
        Map<Integer, Long> answers,
        long records,
        long kills,
        long orderInversions) {

    static Counts of(Evidence evidence, long orderInversions) {
        History history = evidence.history();
        long attempts = 0;
        long acknowledged = 0;
        long cut = 0;
        long ambiguous = 0;
        Map<Integer, Long> answers = new TreeMap<>();
        for (SendRequest request : history.requests()) {
            for (Attempt attempt : request.attempts()) {
                attempts++;
                acknowledged += !attempt.submit().async() && attempt.isAcknowledged() ? 1 : 0;
                cut += attempt.answer() == null && attempt.sent() ? 1 : 0;
                ambiguous += attempt.isAmbiguous() ? 1 : 0;
                if (attempt.answer() != null) {
                    answers.merge(attempt.answer().code(), 1L, Long::sum);
                }
            }
        }
        return new Counts(
                history.requests().size(),
                attempts,
                history.promises().size(),
                ended(history, "OK"),
                ended(history, "ERROR"),
                acknowledged,
                cut,
                attempts == 0 ? 0 : 100.0 * ambiguous / attempts,
                answers,
                evidence.log().all().size(),
                history.kills().size(),
                orderInversions);
    }

    private static long ended(History history, String state) {
        return history.promises().stream()
                .map(Promise::end)
                .flatMap(Optional::stream)
                .map(Poll::state)
                .filter(end -> Objects.equals(end, state))
                .count();
    }
}
