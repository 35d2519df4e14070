package com.bhf.kafka.lab.history;

import static com.bhf.kafka.lab.history.ViolationKind.CHANGED_AFTER_FINAL;

import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import java.util.List;
import java.util.Optional;

/** Check 6: once final, a status is told the same ever after. */
final class FinalityCheck {

    private static final int KNOWN = 200;

    private FinalityCheck() {}

    static void run(Evidence evidence, Findings findings) {
        for (Promise promise : evidence.history().promises()) {
            List<Poll> sinceFinal = promise.polls().stream()
                    .filter(poll -> poll.code() == KNOWN)
                    .dropWhile(poll -> !poll.isFinal())
                    .toList();
            if (sinceFinal.size() > 1) {
                findings.examined(CHANGED_AFTER_FINAL);
                changed(sinceFinal).ifPresent(what -> findings.add(CHANGED_AFTER_FINAL, promise.requestId(), what));
            }
        }
    }

    /** An open status is a lie only when it was asked for after the final one was heard. */
    private static Optional<String> changed(List<Poll> sinceFinal) {
        Poll first = sinceFinal.get(0);
        return sinceFinal.stream()
                .filter(poll -> poll.isFinal() ? !poll.truth().equals(first.truth()) : poll.asked() > first.at())
                .findFirst()
                .map(poll -> first.truth() + ", and " + (poll.at() - first.at()) + " ms later " + poll.truth()
                        + (poll.isFinal() ? "" : ", not final"));
    }
}
