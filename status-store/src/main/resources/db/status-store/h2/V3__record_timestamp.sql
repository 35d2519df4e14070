-- The record's own timestamp; null is that of the acceptance.
ALTER TABLE send_status ADD COLUMN record_timestamp BIGINT;
