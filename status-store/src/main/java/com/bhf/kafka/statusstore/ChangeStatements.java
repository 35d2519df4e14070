package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.IdempotencyKey;
import com.bhf.kafka.producer.delivery.LogOutcome;
import com.bhf.kafka.producer.delivery.SendState;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The SQL of the changes and its parameters. The same in every dialect. */
final class ChangeStatements {
    static final String INSERT = """
            INSERT INTO send_status (request_id, mode, event_id, topic, requested_partition, record_key, payload,
                headers, state, outcome, attempts, accepted_at, owner, version, record_timestamp)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, ?)""";

    /** Compare-and-set: no row is updated when it is absent, final, or of another version. */
    static final String UPDATE = """
            UPDATE send_status SET state = ?, outcome = ?, log_partition = ?, log_offset = ?, log_timestamp = ?,
                error = ?, attempts = ?, completed_at = ?, version = version + 1,
                final_at = CASE WHEN ? THEN COALESCE(?, accepted_at) END,
                payload = CASE WHEN ? THEN NULL ELSE payload END,
                headers = CASE WHEN ? THEN NULL ELSE headers END
            WHERE request_id = ? AND version = ? AND final_at IS NULL""";

    /** Inserts nothing when the key is taken. */
    static final String TAKE_KEY = """
            INSERT INTO idempotency_key (topic, idempotency_key, request_id, fingerprint)
            SELECT CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS UUID), CAST(? AS VARCHAR)
            WHERE NOT EXISTS (SELECT 1 FROM idempotency_key WHERE topic = ? AND idempotency_key = ?)""";

    static final String FREE_KEY = "DELETE FROM idempotency_key WHERE request_id = ?";

    private ChangeStatements() {}

    static void bindAccept(PreparedStatement statement, StatusChange change) throws SQLException {
        Accept accept = (Accept) change;
        AcceptedSend send = accept.send();
        String key = send.key();
        statement.setObject(1, send.requestId());
        statement.setString(2, send.mode().name());
        statement.setString(3, storable(send.eventId()));
        statement.setString(4, storable(send.topic()));
        statement.setObject(5, send.partition(), Types.INTEGER);
        statement.setBytes(6, key == null ? null : key.getBytes(StandardCharsets.UTF_8));
        statement.setBytes(7, send.value());
        statement.setBytes(8, HeaderCodec.encode(send.headers()));
        statement.setString(9, SendState.PENDING.name());
        statement.setString(10, LogOutcome.UNKNOWN.name());
        statement.setLong(11, send.acceptedAt().toEpochMilli());
        statement.setObject(12, accept.owner());
        statement.setObject(13, millis(send.timestamp()), Types.BIGINT);
    }

    static void bindKey(PreparedStatement statement, StatusChange change) throws SQLException {
        Accept accept = (Accept) change;
        IdempotencyKey key = Objects.requireNonNull(accept.key());
        String topic = storable(accept.send().topic());
        String value = storable(key.value());
        statement.setString(1, topic);
        statement.setString(2, value);
        statement.setObject(3, change.requestId());
        statement.setString(4, storable(key.fingerprint()));
        statement.setString(5, topic);
        statement.setString(6, value);
    }

    static void bindId(PreparedStatement statement, StatusChange change) throws SQLException {
        statement.setObject(1, change.requestId());
    }

    static void bindTransition(PreparedStatement statement, StatusChange change) throws SQLException {
        Transition transition = (Transition) change;
        Long completedAt = millis(transition.completedAt());
        String error = transition.error();
        statement.setString(1, transition.state().name());
        statement.setString(2, transition.outcome().name());
        statement.setObject(3, transition.partition(), Types.INTEGER);
        statement.setObject(4, transition.offset(), Types.BIGINT);
        statement.setObject(5, millis(transition.timestamp()), Types.BIGINT);
        statement.setString(6, error == null ? null : storable(error));
        statement.setInt(7, transition.attempts());
        statement.setObject(8, completedAt, Types.BIGINT);
        statement.setBoolean(9, transition.isFinal());
        statement.setObject(10, completedAt, Types.BIGINT);
        statement.setBoolean(11, transition.isFinal());
        statement.setBoolean(12, transition.isFinal());
        statement.setObject(13, transition.requestId());
        statement.setInt(14, transition.expectedVersion());
    }

    /** A text of PostgreSQL refuses a NUL, and with it the whole batch: every store then keeps U+FFFD in its place. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
