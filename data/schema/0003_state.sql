-- Schema version 3 of the state store: whose finding an override settles, and the history of a patient in one place.

ALTER TABLE override ADD COLUMN subject_key BLOB;                      -- of the patient, else of the visit
ALTER TABLE override ADD COLUMN visit_key   BLOB;
ALTER TABLE override ADD COLUMN codes       TEXT NOT NULL DEFAULT '';  -- of the finding: "62324 62320"
DROP INDEX override_by_facts;
CREATE INDEX override_by_subject ON override (subject_key) WHERE subject_key IS NOT NULL;

-- What the rules ask of a message's charges, side by side for a patient: one row a message, packed (see
-- data/state/packed_services.h). NULL: a message of an older version, read from its own rows.
CREATE TABLE patient_message (
  patient_key BLOB   NOT NULL,
  message_id  BIGINT NOT NULL REFERENCES message (id),
  packed      BLOB,
  PRIMARY KEY (patient_key, message_id)
) WITHOUT ROWID;
INSERT INTO patient_message (patient_key, message_id, packed)
  SELECT patient_key, id, NULL FROM message WHERE patient_key IS NOT NULL;
DROP INDEX message_by_patient;

CREATE INDEX message_by_visit ON message (visit_key, id) WHERE visit_key IS NOT NULL;
