-- Schema version 3 of the state store: whose finding an override settles, and the history of a patient read from
-- one index. In a row of message the sealed message lies before what the history asks for, on pages of its own.

ALTER TABLE override ADD COLUMN subject_key BLOB;                      -- of the patient, else of the visit
ALTER TABLE override ADD COLUMN visit_key   BLOB;
ALTER TABLE override ADD COLUMN codes       TEXT NOT NULL DEFAULT '';  -- of the finding: "62324 62320"
DROP INDEX override_by_facts;
CREATE INDEX override_by_subject ON override (subject_key) WHERE subject_key IS NOT NULL;

DROP INDEX message_by_patient;
CREATE INDEX message_by_patient ON message (patient_key, id, received_ms, protocol, kind, stage, frequency,
  visit_key, original_key) WHERE patient_key IS NOT NULL;
CREATE INDEX message_by_visit ON message (visit_key, id) WHERE visit_key IS NOT NULL;
