-- The state store: what was received, what was answered, and what was found. SQLite.
-- "_sealed" columns are AES-256-GCM, "_key" columns a keyed hash; no identifier is stored in the clear.

CREATE TABLE store_setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- One row: exact counts without a scan, kept in the transaction that adds the rows.
CREATE TABLE total (
  messages BIGINT NOT NULL,
  charges  BIGINT NOT NULL,
  findings BIGINT NOT NULL
);
INSERT INTO total (messages, charges, findings) VALUES (0, 0, 0);

CREATE TABLE message (
  id             INTEGER PRIMARY KEY,
  protocol       TEXT NOT NULL,
  sender         TEXT NOT NULL,
  control_id     TEXT NOT NULL,
  content_key    BLOB NOT NULL,
  received_ms    BIGINT NOT NULL,
  message_sealed BLOB NOT NULL,
  answer         TEXT NOT NULL,
  patient_key    BLOB,
  patient_sealed BLOB,
  visit_key      BLOB,
  visit_sealed   BLOB,
  snapshot       TEXT NOT NULL,
  verdict_sealed BLOB NOT NULL
);
CREATE UNIQUE INDEX message_by_control_id ON message (sender, control_id) WHERE control_id <> '';

CREATE TABLE charge (
  message_id     BIGINT NOT NULL REFERENCES message (id),
  position       INTEGER NOT NULL,
  line           INTEGER NOT NULL,
  type           TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  code           TEXT NOT NULL,
  modifiers      TEXT NOT NULL,
  diagnoses      TEXT NOT NULL,
  units          TEXT NOT NULL,
  service_date   TEXT NOT NULL,
  rendering      TEXT NOT NULL,
  active         INTEGER NOT NULL,
  PRIMARY KEY (message_id, position)
) WITHOUT ROWID;

CREATE TABLE finding (
  message_id BIGINT NOT NULL REFERENCES message (id),
  position   INTEGER NOT NULL,
  line       INTEGER NOT NULL,
  rule       TEXT NOT NULL,
  severity   TEXT NOT NULL,
  json       TEXT NOT NULL,
  PRIMARY KEY (message_id, position)
) WITHOUT ROWID;
