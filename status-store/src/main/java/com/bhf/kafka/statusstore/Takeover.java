package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.Claim;
import com.bhf.kafka.producer.delivery.OpenSend;
import com.bhf.kafka.statusstore.Orphans.Orphan;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Renews leases and takes over what owners without one left open. Thread-safe. */
final class Takeover {
    private final Transactions transactions;

    /** Ids that an owner took in a commit of which it is not known whether it took effect. Nobody else would take them. */
    private final Map<UUID, List<UUID>> inDoubt = new ConcurrentHashMap<>();

    Takeover(Transactions transactions) {
        this.transactions = transactions;
    }

    /** In two transactions, so that two owners that renew late and find each other cannot deadlock. */
    Claim claim(UUID owner, Duration lease, int limit) throws SQLException {
        if (!transactions.run(connection -> OwnerLeases.renew(connection, owner, lease))) {
            inDoubt.remove(owner);
            return Claim.LOST;
        }
        return new Claim(true, limit == 0 ? List.of() : takeOver(owner, limit));
    }

    private List<OpenSend> takeOver(UUID owner, int limit) throws SQLException {
        List<Orphan> tried = new ArrayList<>();
        inDoubt.getOrDefault(owner, List.of()).forEach(id -> tried.add(new Orphan(id, owner)));
        int room = Math.max(0, limit - tried.size());
        try {
            List<OpenSend> taken = transactions.run(connection -> {
                Set<UUID> holders = OwnerLeases.fenceOthers(connection, owner);
                OwnerLeases.forgetFenced(connection);
                tried.addAll(Orphans.find(connection, owner, holders, room));
                return Orphans.take(connection, owner, tried);
            });
            inDoubt.remove(owner);
            return taken;
        } catch (UncertainCommitException e) {
            inDoubt.put(owner, tried.stream().map(Orphan::requestId).distinct().toList());
            throw e;
        }
    }
}
