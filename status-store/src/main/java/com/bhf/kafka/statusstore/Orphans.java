package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.OpenSend;
import com.bhf.kafka.producer.delivery.RequestIdOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Open sends whose owner holds no lease. The same SQL in every dialect. */
final class Orphans {
    private static final UUID LOWEST = new UUID(0, 0);

    // final_at is always null here; ordering by it too lets the index give the order, so that nothing is sorted.
    static final String NEXT_OWNER = """
            SELECT owner FROM send_status WHERE final_at IS NULL AND owner >= ?
            ORDER BY final_at, owner, request_id LIMIT 1""";

    static final String OPEN_OF_OWNER = """
            SELECT request_id FROM send_status WHERE final_at IS NULL AND owner = ?
            ORDER BY final_at, owner, request_id LIMIT ?""";

    /** Compare-and-set: no row is updated when another took it, or when it has become final. */
    private static final String TAKE = """
            UPDATE send_status SET owner = ?, version = version + 1
            WHERE request_id = ? AND owner = ? AND final_at IS NULL""";

    private static final String READ = "SELECT * FROM send_status WHERE request_id = ANY (?) ORDER BY request_id";

    private static final Comparator<Orphan> BY_ID = Comparator.comparing(Orphan::requestId, RequestIdOrder.INSTANCE);

    record Orphan(UUID requestId, UUID owner) {}

    private Orphans() {}

    /** Everybody who has something open. */
    static List<UUID> owners(Connection connection) throws SQLException {
        List<UUID> owners = new ArrayList<>();
        UUID owner = nextOwner(connection, LOWEST);
        while (owner != null) {
            owners.add(owner);
            owner = nextOwner(connection, successor(owner));
        }
        return owners;
    }

    /** What these owners have open, lowest ids first. */
    static List<Orphan> find(Connection connection, List<UUID> owners, int limit) throws SQLException {
        List<Orphan> found = new ArrayList<>();
        for (UUID owner : owners) {
            found.addAll(openOf(connection, owner, limit));
        }
        return found.stream().sorted(BY_ID).limit(limit).toList();
    }

    /** A step per owner instead of one per open send: there may be a hundred thousand of one owner. */
    private static @Nullable UUID nextOwner(Connection connection, UUID from) throws SQLException {
        List<UUID> owners = Statements.query(connection, NEXT_OWNER, row -> row.getObject(1, UUID.class), from);
        return owners.isEmpty() ? null : owners.get(0);
    }

    /** H2 would walk through all rows of an owner to find the next by {@code owner > ?}. */
    private static UUID successor(UUID id) {
        long low = id.getLeastSignificantBits() + 1;
        return new UUID(low == 0 ? id.getMostSignificantBits() + 1 : id.getMostSignificantBits(), low);
    }

    private static List<Orphan> openOf(Connection connection, UUID owner, int limit) throws SQLException {
        return Statements.query(
                connection, OPEN_OF_OWNER, row -> new Orphan(row.getObject(1, UUID.class), owner), owner, limit);
    }

    /** @return the ids of those that are now the taker's */
    static List<UUID> take(Connection connection, UUID taker, List<Orphan> orphans) throws SQLException {
        List<Orphan> inOrder = orphans.stream().sorted(BY_ID).toList(); // against deadlocks
        int[] counts = Statements.executeBatch(connection, TAKE, inOrder, (statement, orphan) -> {
            statement.setObject(1, taker);
            statement.setObject(2, orphan.requestId());
            statement.setObject(3, orphan.owner());
        });
        List<UUID> taken = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                taken.add(inOrder.get(i).requestId());
            }
        }
        return taken;
    }

    /** In the order of their ids. */
    static List<OpenSend> read(Connection connection, List<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        return Statements.query(
                connection, READ, row -> SendRow.of(row).toOpenSend(), Statements.idArray(connection, ids));
    }
}
