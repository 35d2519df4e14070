package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.Claim;
import com.bhf.kafka.producer.delivery.OpenSend;
import com.bhf.kafka.statusstore.Orphans.Orphan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        List<UUID> tried = new ArrayList<>(inDoubt.getOrDefault(owner, List.of()));
        try {
            List<OpenSend> taken = transactions.run(connection -> takeOver(connection, owner, limit, tried));
            inDoubt.remove(owner);
            return taken;
        } catch (UncertainCommitException e) {
            inDoubt.put(owner, tried.stream().distinct().toList());
            throw e;
        }
    }

    private static List<OpenSend> takeOver(Connection connection, UUID owner, int limit, List<UUID> tried)
            throws SQLException {
        // Owners first and leases then: an owner that has only just begun is in both, or in the leases alone.
        List<UUID> dead = Orphans.owners(connection);
        dead.removeAll(OwnerLeases.fenceOthers(connection, owner));
        dead.remove(owner);
        OwnerLeases.forgetFenced(connection);
        List<Orphan> doubtful = tried.stream().map(id -> new Orphan(id, owner)).toList();
        List<UUID> taken = new ArrayList<>(Orphans.take(connection, owner, doubtful));
        List<Orphan> orphans = Orphans.find(connection, dead, Math.max(0, limit - taken.size()));
        orphans.forEach(orphan -> tried.add(orphan.requestId()));
        taken.addAll(Orphans.take(connection, owner, orphans));
        return Orphans.read(connection, taken);
    }
}
