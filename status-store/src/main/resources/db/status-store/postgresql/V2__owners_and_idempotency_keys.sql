-- Who brings an open send to its end. Sends from before have an owner that never held a lease: whoever claims
-- first takes them over.
ALTER TABLE send_status ADD COLUMN owner UUID DEFAULT UUID '00000000-0000-0000-0000-000000000000' NOT NULL;
ALTER TABLE send_status ALTER COLUMN owner DROP DEFAULT;

-- Serves the open sends of one owner (final_at is null) in the order of their ids, and the purge by age.
CREATE INDEX send_status_by_owner ON send_status (final_at, owner, request_id);
DROP INDEX send_status_by_final_at;

-- The lease ends at an instant of the database's own clock. A fenced owner never holds one again.
CREATE TABLE send_owner (
    owner       UUID    NOT NULL PRIMARY KEY,
    lease_until BIGINT  NOT NULL,
    fenced      BOOLEAN NOT NULL
);

CREATE TABLE idempotency_key (
    topic           TEXT    NOT NULL,
    idempotency_key TEXT    NOT NULL,
    request_id      UUID    NOT NULL,
    fingerprint     TEXT    NOT NULL,
    PRIMARY KEY (topic, idempotency_key)
);

-- A send that was not written, or is purged, gives its key back.
CREATE INDEX idempotency_key_by_request_id ON idempotency_key (request_id);
