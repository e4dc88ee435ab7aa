-- Schema version 2 of the reference store: more columns of the fee schedule and the add-on edits, and what a
-- code page, the search and the terminology show. Applied after version 1, to a new store or to one with rows.

ALTER TABLE fee_schedule ADD COLUMN nonfacility_pe    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fee_schedule ADD COLUMN facility_pe       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fee_schedule ADD COLUMN malpractice       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fee_schedule ADD COLUMN conversion_factor INTEGER NOT NULL DEFAULT 0;  -- ten-thousandths of a dollar
ALTER TABLE fee_schedule ADD COLUMN calculation_flag  TEXT    NOT NULL DEFAULT '';
ALTER TABLE fee_schedule ADD COLUMN not_used          TEXT    NOT NULL DEFAULT '';

ALTER TABLE add_on_edit ADD COLUMN note_text       TEXT NOT NULL DEFAULT '';
ALTER TABLE add_on_edit ADD COLUMN add_on_deleted  INTEGER;
ALTER TABLE add_on_edit ADD COLUMN primary_deleted INTEGER;

-- A procedure code's own life, as a release tells it.
CREATE TABLE procedure (
  code          TEXT    NOT NULL,
  added         INTEGER,
  ended         INTEGER,  -- last day
  coverage      TEXT    NOT NULL,
  action        TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

-- Lists of the Medicare Code Editor and the POA-exempt list.
CREATE TABLE diagnosis_edit (
  code          TEXT    NOT NULL,
  edit          TEXT    NOT NULL,  -- names of DiagnosisEdit
  least_age     INTEGER NOT NULL,
  most_age      INTEGER NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

-- What a note of the tabular list, or the conversion table, says of two diagnoses: intervals of codes.
CREATE TABLE diagnosis_relation (
  link          TEXT    NOT NULL,  -- names of DiagnosisLink
  subject_first TEXT    NOT NULL,
  subject_last  TEXT    NOT NULL,
  target_first  TEXT    NOT NULL,
  target_last   TEXT    NOT NULL,
  note          TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

-- Everything else that is published of a code.
CREATE TABLE fact (
  subject       TEXT    NOT NULL,  -- a letter: data/reference/subject.h
  code          TEXT    NOT NULL,
  attribute     TEXT    NOT NULL,
  value         TEXT    NOT NULL,
  detail        TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

-- Files of one release that hold different things (index, neoplasm table, …) are releases of their own: one
-- does not replace another. `extent` is what completeness is judged by: rows, or codes that facts are about.
ALTER TABLE release ADD COLUMN part   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE release ADD COLUMN extent INTEGER NOT NULL DEFAULT 0;
UPDATE release SET extent = row_count;

-- Of pair edits, which pairs a file spans ("00100 36000"): a corrected file takes the place of that stretch.
ALTER TABLE release_file ADD COLUMN first_key TEXT NOT NULL DEFAULT '';
ALTER TABLE release_file ADD COLUMN last_key  TEXT NOT NULL DEFAULT '';
