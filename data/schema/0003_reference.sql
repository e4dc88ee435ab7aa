-- Schema version 3 of the reference store: where a modifier stands on a line, groups of places, and three more
-- tables of our own. Applied after version 2, to a new store or to one with rows.

ALTER TABLE modifier ADD COLUMN place_on_line INTEGER NOT NULL DEFAULT 0;
ALTER TABLE place    ADD COLUMN groups        TEXT    NOT NULL DEFAULT '';  -- names of PlaceGroup, space separated

-- Numbers that belong to a code, or to two: minutes, ages.
CREATE TABLE code_number (
  number        TEXT    NOT NULL,  -- names of CodeNumber
  code          TEXT    NOT NULL,
  other_code    TEXT    NOT NULL,
  condition     TEXT    NOT NULL,
  low           INTEGER NOT NULL,
  high          INTEGER NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

CREATE TABLE modifier_pair (
  relation      TEXT    NOT NULL,  -- names of ModifierRelation
  first         TEXT    NOT NULL,
  second        TEXT    NOT NULL,
  keep          TEXT    NOT NULL,  -- the one that stays; empty: a person must say
  severity      TEXT    NOT NULL,
  note          TEXT    NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

-- Diagnoses that belong together, beside what the tabular list says: intervals of codes as in diagnosis_relation.
CREATE TABLE diagnosis_link (
  link          TEXT    NOT NULL,  -- names of DiagnosisLink
  subject_first TEXT    NOT NULL,
  subject_last  TEXT    NOT NULL,
  target_first  TEXT    NOT NULL,
  target_last   TEXT    NOT NULL,
  note          TEXT    NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;
