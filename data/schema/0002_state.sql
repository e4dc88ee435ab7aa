-- Schema version 2 of the state store: what the rules ask of a patient's earlier services, and overrides. Rows of
-- version 1 keep what they have; what they did not say is empty.

ALTER TABLE message ADD COLUMN kind         TEXT NOT NULL DEFAULT '';  -- professional, outpatient, …
ALTER TABLE message ADD COLUMN stage        TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN frequency    TEXT NOT NULL DEFAULT '';  -- 7 replaces, 8 voids
ALTER TABLE message ADD COLUMN original_key BLOB;                      -- of the claim that it replaces

ALTER TABLE charge ADD COLUMN through_date   TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN place          TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN revenue_code   TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN amount         TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN specialty      TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN provider_group TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN order_sealed   BLOB;

CREATE INDEX message_by_patient ON message (patient_key, id) WHERE patient_key IS NOT NULL;

-- A person's decision that a finding does not hold for these facts. A row is never changed but to end it.
CREATE TABLE override (
  id          INTEGER PRIMARY KEY,
  rule        TEXT   NOT NULL,
  fact_hash   BIGINT NOT NULL,
  reason      TEXT   NOT NULL,  -- a code of the list
  note_sealed BLOB   NOT NULL,  -- what the person wrote
  user_name   TEXT   NOT NULL,
  role        TEXT   NOT NULL,
  scope       TEXT   NOT NULL,
  made_ms     BIGINT NOT NULL,
  expires_ms  BIGINT,
  ended_ms    BIGINT
);
CREATE INDEX override_by_facts ON override (fact_hash, rule);

-- Who did what to an override, in order; rows are only added.
CREATE TABLE override_audit (
  id          INTEGER PRIMARY KEY,
  override_id BIGINT NOT NULL REFERENCES override (id),
  action      TEXT   NOT NULL,  -- made, ended
  user_name   TEXT   NOT NULL,
  role        TEXT   NOT NULL,
  at_ms       BIGINT NOT NULL
);
