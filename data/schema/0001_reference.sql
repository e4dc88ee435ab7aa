-- The reference store of record. Dates are YYYYMMDD numbers; a missing valid_from or valid_to is an open end.
-- loaded_ms and superseded_ms are knowledge time, in epoch milliseconds: what was known at T is
-- loaded_ms <= T and (superseded_ms is null or superseded_ms > T). No row is changed but to set superseded_ms.

CREATE TABLE release (
  id              INTEGER PRIMARY KEY,
  source          TEXT    NOT NULL,
  table_name      TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  revision        INTEGER NOT NULL,
  starter         INTEGER NOT NULL,  -- our own small set: an official complete release outranks it
  first_day       INTEGER,           -- in force from
  last_day        INTEGER,           -- to, unless no later release is loaded
  complete        INTEGER NOT NULL,
  effective_known INTEGER NOT NULL,  -- 0: the effective dates of its rows are placeholders
  row_count       INTEGER NOT NULL,
  digest          TEXT    NOT NULL,  -- SHA-256 of the file; of the files' sorted digests when there are several
  replaced_by     INTEGER REFERENCES release (id),
  loaded_ms       INTEGER NOT NULL,
  superseded_ms   INTEGER
) STRICT;

CREATE TABLE release_file (
  release INTEGER NOT NULL REFERENCES release (id),
  name    TEXT    NOT NULL,
  part    INTEGER NOT NULL,  -- f1 to f4; 0: not published in parts
  digest  TEXT    NOT NULL,
  row_count INTEGER NOT NULL
) STRICT;
CREATE INDEX release_file_digest ON release_file (digest);

-- How many rows of a source were known after an import; the last one holds.
CREATE TABLE source_rows (
  source    TEXT    NOT NULL,
  row_count INTEGER NOT NULL,
  loaded_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE rationale (
  id    INTEGER PRIMARY KEY,
  words TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE ptp_edit (
  column1       TEXT    NOT NULL,
  column2       TEXT    NOT NULL,
  indicator     INTEGER NOT NULL,
  rationale     INTEGER NOT NULL,
  prior_1996    INTEGER NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,  -- the first that held the row
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

CREATE TABLE mue_limit (
  code          TEXT    NOT NULL,
  units         INTEGER NOT NULL,
  adjudication  INTEGER NOT NULL,
  rationale     TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

-- Relative value units and percentages in hundredths.
CREATE TABLE fee_schedule (
  code              TEXT    NOT NULL,
  modifier          TEXT    NOT NULL,
  status            TEXT    NOT NULL,
  pctc              TEXT    NOT NULL,
  global_days       TEXT    NOT NULL,
  multiple          TEXT    NOT NULL,
  bilateral         TEXT    NOT NULL,
  assistant         TEXT    NOT NULL,
  co_surgeon        TEXT    NOT NULL,
  team              TEXT    NOT NULL,
  supervision       TEXT    NOT NULL,
  imaging_family    TEXT    NOT NULL,
  nonfacility_na    TEXT    NOT NULL,
  facility_na       TEXT    NOT NULL,
  endoscopic_base   TEXT    NOT NULL,
  work_rvu          INTEGER NOT NULL,
  nonfacility_total INTEGER NOT NULL,
  facility_total    INTEGER NOT NULL,
  preoperative      INTEGER NOT NULL,
  intraoperative    INTEGER NOT NULL,
  postoperative     INTEGER NOT NULL,
  valid_from        INTEGER,
  valid_to          INTEGER,
  release           INTEGER NOT NULL,
  loaded_ms         INTEGER NOT NULL,
  superseded_ms     INTEGER
) STRICT;

CREATE TABLE add_on_edit (
  add_on        TEXT    NOT NULL,
  primary_code  TEXT    NOT NULL,  -- CCCCC: the contractor defines it
  type          INTEGER NOT NULL,
  note          INTEGER NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

CREATE TABLE diagnosis (
  code          TEXT    NOT NULL,  -- without its dot
  billable      INTEGER NOT NULL,
  title         TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

CREATE TABLE modifier (
  modifier      TEXT    NOT NULL,
  classes       TEXT    NOT NULL,  -- names of ModifierClass, space separated
  words         TEXT    NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

CREATE TABLE place (
  place         TEXT    NOT NULL,
  facility      TEXT    NOT NULL,
  words         TEXT    NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

-- Our own plain words for procedure codes, and facts of the code page.
CREATE TABLE code (
  code            TEXT    NOT NULL,
  words           TEXT    NOT NULL,
  type_of_service TEXT    NOT NULL,
  betos           TEXT    NOT NULL,
  apc_status      TEXT    NOT NULL,
  asc_indicator   TEXT    NOT NULL,
  citation        TEXT    NOT NULL,
  valid_from      INTEGER,
  valid_to        INTEGER,
  release         INTEGER NOT NULL,
  loaded_ms       INTEGER NOT NULL,
  superseded_ms   INTEGER
) STRICT;

CREATE TABLE code_set (
  code_set      TEXT    NOT NULL,
  first         TEXT    NOT NULL,
  last          TEXT    NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

CREATE TABLE diagnosis_set (
  diagnosis_set TEXT    NOT NULL,
  prefix        TEXT    NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

CREATE TABLE code_map (
  map           TEXT    NOT NULL,
  from_code     TEXT    NOT NULL,
  to_code       TEXT    NOT NULL,
  condition     TEXT    NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;

CREATE TABLE parameter (
  parameter     TEXT    NOT NULL,
  value         INTEGER NOT NULL,
  citation      TEXT    NOT NULL,
  valid_from    INTEGER,
  valid_to      INTEGER,
  release       INTEGER NOT NULL,
  loaded_ms     INTEGER NOT NULL,
  superseded_ms INTEGER
) STRICT;
