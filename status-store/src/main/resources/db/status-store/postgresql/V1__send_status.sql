-- Instants are milliseconds since the epoch (UTC): the same in any time zone, also where clocks go back.
-- The key is UTF-8 bytes: a text column refuses a NUL.
-- final_at is null while a send is open. Final rows have lost their payload and headers.
CREATE TABLE send_status (
    request_id          UUID         NOT NULL PRIMARY KEY,
    mode                VARCHAR(16)  NOT NULL,
    event_id            TEXT         NOT NULL,
    topic               TEXT         NOT NULL,
    requested_partition INTEGER,
    record_key          BYTEA,
    payload             BYTEA,
    headers             BYTEA,
    state               VARCHAR(16)  NOT NULL,
    outcome             VARCHAR(16)  NOT NULL,
    log_partition       INTEGER,
    log_offset          BIGINT,
    log_timestamp       BIGINT,
    error               TEXT,
    attempts            INTEGER      NOT NULL,
    accepted_at         BIGINT       NOT NULL,
    completed_at        BIGINT,
    final_at            BIGINT,
    version             INTEGER      NOT NULL
);

-- Serves both the pages of open sends (final_at is null, in the order of ids) and the purge by age.
CREATE INDEX send_status_by_final_at ON send_status (final_at, request_id);
