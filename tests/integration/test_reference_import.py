"""Imports: what is refused, and that a refusal leaves everything as it was; what is taken in spite of its looks."""

import os

import pytest

from reference_files import bytes_of, copy_store, digest_of, gzipped, import_files, mue, mue_name, ptp, zipped
from synthetic import claim

LIMITS = mue([("62324", 1), ("64450", 10), ("20610", 2)])
PAIRS = ptp([("20610", "11719", "20200101", "*", "1"), ("20610", "11730", "20200101", "*", "1")])
PAGE = "<!DOCTYPE html>\n<html><head><title>License</title></head><body>Please accept the licence.</body></html>\n"
ZIP = zipped(mue_name(), LIMITS + mue([(str(code), 1) for code in range(10000, 14000)]).split("MUE Rationale\r\n")[1])


def damaged(packed):
    """One byte of the packed content is another."""
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0x55]) + packed[middle + 1 :]


# name: (file name, content, words of the sentence)
REFUSED = {
    "gzip cut off": (mue_name() + ".gz", gzipped(LIMITS)[:-20], ()),
    "zip cut off": ("mue-2026q2.zip", ZIP[: len(ZIP) // 2], ("zip",)),
    "zip half downloaded, filled with zeros": ("mue-2026q2.zip", ZIP[: len(ZIP) // 2] + bytes(len(ZIP) // 2), ()),
    "zip with a changed byte": ("mue-2026q2.zip", damaged(ZIP), ()),
    "page instead of a zip": ("mue-2026q2.zip", PAGE.encode(), ("web page",)),
    "page instead of a table": (mue_name(), PAGE.encode(), ("web page",)),
    "page packed by gzip": (mue_name() + ".gz", gzipped(PAGE), ("web page",)),
    "empty": (mue_name(), b"", ("empty",)),
    "letter": ("letter.csv", b"Dear reader,\nthis is no table.\n", ("of no kind that is imported",)),
    "random bytes": (mue_name(), bytes(range(256)) * 64, ()),
    "name without a release": ("limits.csv", LIMITS.encode(), ("--release",)),
    "one key, two contents": (mue_name(), mue([("62324", 1), ("62324", 2)]).encode(), ("62324", "twice")),
    "a row that is none": (mue_name(), mue([("62324", "many")]).encode(), (":",)),
    "a row cut off": (mue_name(), LIMITS.encode()[:-40], ()),
    "UTF-16 cut within a character": (mue_name(), LIMITS.encode("utf-16")[:-1], ()),
    "no rows": (mue_name(), mue([]).encode(), ("row",)),
    "pair with a date that is none": ("ccipra-2026q2-f1.TXT", PAIRS.replace("20200101", "20201301").encode(), (":",)),
}


def one_sentence(done, name):
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert name in lines[0] and len(lines[0]) < 600, lines[0]
    assert done.stdout == b""
    return lines[0]


@pytest.fixture(scope="module")
def kept(binary, reference, tmp_path_factory):
    """A store that a test may fail to change."""
    return copy_store(reference, tmp_path_factory.mktemp("kept"))


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_changes(binary, kept, tmp_path, case):
    name, content, words = REFUSED[case]
    path = tmp_path / name
    path.write_bytes(content)
    before = bytes_of(kept)
    line = one_sentence(import_files(binary, kept, path, code=2), name)
    for word in words:
        assert word in line, line
    assert bytes_of(kept) == before


def test_of_a_folder_with_one_bad_file_nothing_is_taken(binary, kept, tmp_path):
    (tmp_path / mue_name()).write_text(LIMITS, newline="")
    (tmp_path / "ccipra-2026q2-f1.TXT").write_text(PAIRS.replace("\t1\tMisuse", "\t7\tMisuse"), newline="")
    before = bytes_of(kept)
    one_sentence(import_files(binary, kept, tmp_path, code=2), "ccipra-2026q2-f1.TXT")
    assert bytes_of(kept) == before


def test_what_is_no_file_is_refused(binary, kept, tmp_path):
    before = bytes_of(kept)
    (tmp_path / "nothing").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "gone.csv")
    for name in ("nothing", "pipe.csv", "dangling.csv", "gone.csv"):
        one_sentence(import_files(binary, kept, tmp_path / name, code=2), name)
    assert bytes_of(kept) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_refused(binary, kept, tmp_path):
    path = tmp_path / mue_name()
    path.write_text(LIMITS, newline="")
    path.chmod(0)
    one_sentence(import_files(binary, kept, path, code=2), mue_name())


def test_a_refused_first_import_leaves_no_store_behind(binary, tmp_path):
    path = tmp_path / "letter.csv"
    path.write_text("Dear reader,\n")
    import_files(binary, tmp_path / "new.db", path, code=2)
    assert [one.name for one in tmp_path.iterdir()] == ["letter.csv"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (mue_name(), LIMITS.encode()),
        (mue_name(), b"\xef\xbb\xbf" + LIMITS.encode()),
        (mue_name(), LIMITS.encode("utf-16")),
        (mue_name(), LIMITS.replace("CPT is", "CPT® is").encode("cp1252")),
        (mue_name(), LIMITS.replace("\r\n", "\n").encode()),
        (mue_name(), mue([("62324", 1), ("64450", 10), ("20610", 2), ("62324", 1)]).encode()),
        (mue_name().replace(".csv", ".txt"), LIMITS.encode()),
        (mue_name() + ".gz", gzipped(LIMITS)),
        ("mue-2026q2.zip", zipped(mue_name(), LIMITS)),
        # A zip under the name of a table, a table under the name of a zip.
        (mue_name(), zipped(mue_name(), LIMITS)),
        (mue_name().replace(".csv", ".zip"), LIMITS.encode()),
    ],
    ids=["plain", "byte order mark", "UTF-16", "CP1252", "line ends", "row repeated", "other ending", "gzip", "zip",
         "zip named csv", "csv named zip"],
)  # fmt: skip
def test_the_content_tells_what_a_file_is(binary, kept, tmp_path, name, content):
    store = copy_store(kept, tmp_path / "store")
    path = tmp_path / name
    path.write_bytes(content)
    told = import_files(binary, store, path).stdout.decode()
    assert "ncci-mue-practitioner 2026Q2, 3 rows" in told, told
    assert digest_of(store) != digest_of(kept)


def test_the_same_file_again_changes_nothing(binary, kept, tmp_path):
    store = copy_store(kept, tmp_path / "store")
    path = tmp_path / mue_name()
    path.write_text(LIMITS, newline="")
    import_files(binary, store, path)
    before = bytes_of(store)
    assert "the same as before" in import_files(binary, store, path).stdout.decode()
    assert bytes_of(store) == before


def test_a_service_answers_as_before_while_bad_files_are_refused(binary, reference, start, tmp_path):
    store = copy_store(reference, tmp_path / "store")
    service = start(reference=store)
    expected = service.fhir("/fhir/Claim/$validate", claim())
    assert expected[0] == 200
    for number, case in enumerate(("zip cut off", "page instead of a zip", "random bytes", "one key, two contents")):
        name, content, _ = REFUSED[case]
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(content)
        import_files(binary, store, folder / name, code=2)
        service.signal(1)
        assert service.fhir("/fhir/Claim/$validate", claim()) == expected
