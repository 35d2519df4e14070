package com.bhf.kafka.lab.history;

import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it took, by the service's own {@code completedAt}; requests whose status has none are left out.
 *
 * @param toFinal from the 202 to the end
 * @param afterHeal from the heal to the end, of those that were open at the heal
 * @param afterKill from a kill to the end, of those that were open at that kill
 */
public record Times(Spread toFinal, Spread afterHeal, Spread afterKill) {

    static Times of(History history) {
        List<Long> toFinal = new ArrayList<>();
        List<Long> afterHeal = new ArrayList<>();
        List<Long> afterKill = new ArrayList<>();
        List<Long> kills = history.kills();
        long heal = history.heal().orElse(Long.MAX_VALUE);
        for (Promise promise : history.promises()) {
            Poll end = promise.end().orElse(null);
            if (end != null && end.completedAt() != null) {
                long completed = end.completedAt();
                toFinal.add(Math.max(0, completed - promise.acceptedAt()));
                if (completed > heal) {
                    afterHeal.add(completed - heal);
                }
                kills.stream()
                        .filter(kill -> promise.acceptedAt() <= kill && completed > kill)
                        .findFirst()
                        .ifPresent(kill -> afterKill.add(completed - kill));
            }
        }
        return new Times(Spread.of(toFinal), Spread.of(afterHeal), Spread.of(afterKill));
    }
}
