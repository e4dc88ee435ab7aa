"""`reference update` against a publisher on loopback: whole, broken off, moved, licensed, spoilt."""

import hashlib
import http.server
import subprocess
import threading

import pytest

from conftest import clean_environment
from reference_files import bytes_of, copy_store, mue, mue_name, ptp, zipped

DAY = "2026-08-15"  # the third quarter of 2026
TABLE = """
licenses:
  ama: {name: license of the owner of the codes, page: https://www.example.org/license}
sources:
  - source: ncci-mue-practitioner
    each: quarter
    files:
      - https://www.example.org/files/mue-{year}-q{quarter}.zip
"""
LICENSED = (
    TABLE
    + """
  - source: ncci-ptp-practitioner
    license: ama
    each: quarter
    files:
      - https://www.example.org/files/ccipra-v{version}r0-f1.zip
      - https://www.example.org/files/ccipra-v{version}r0-f2.zip
"""
)
LOOKED_UP = """
sources:
  - source: ncci-mue-practitioner
    each: quarter
    page: https://www.example.org/tables
    files:
      - - https://www.example.org/files/mue-{year}-q{quarter}.zip
        - https://www.example.org/files/mue-{year}-q{quarter}-updated-*.zip
"""
LIMITS = mue([("62324", 1), ("64450", 10), ("20610", 2)] + [(str(code), 1) for code in range(10000, 16000)])
ARCHIVE = zipped(mue_name(2026, 3), LIMITS)
OLDER = zipped(mue_name(2026, 2), LIMITS)
PAGE = b"<!DOCTYPE html>\n<html><body>Accept the licence first.</body></html>"


class Publisher(http.server.ThreadingHTTPServer):
    """Holds files by path; remembers what it was asked. A path in `broken` is cut after so many bytes, once each."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.asked, self.broken, self.redirects = {}, [], {}, {}
        self.failures = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        publisher = self.server
        publisher.asked.append((self.path, self.headers.get("Range"), self.headers.get("If-None-Match")))
        if self.path in publisher.redirects:
            return self.answer(302, [("Location", publisher.redirects[self.path])])
        if publisher.failures > 0:
            publisher.failures -= 1
            return self.answer(503)
        body = publisher.files.get(self.path)
        if body is None:
            return self.answer(404, body=PAGE)
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if self.headers.get("If-None-Match") == tag:
            return self.answer(304, [("ETag", tag)])
        status, start = 200, 0
        wanted = self.headers.get("Range")
        if wanted and self.headers.get("If-Range") == tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(body):
                return self.answer(416)
            status = 206
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body) - start))
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()
        stop = publisher.broken.pop(self.path, None)
        self.wfile.write(body[start:] if stop is None else body[start : start + stop])
        if stop is not None:
            self.wfile.flush()
            self.close_connection = True


@pytest.fixture
def publisher():
    server = Publisher()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def update(binary, reference, tmp_path, publisher):
    """update(table, *options) runs the command against a store of its own; update.store is that store."""
    store = copy_store(reference, tmp_path / "store")

    def run(table, *options, mirror=True):
        (tmp_path / "sources.yaml").write_text(table)
        command = [binary, "reference", "update", "--reference", str(store), "--sources", str(tmp_path / "sources.yaml")]
        command += ["--on", DAY, *options] + (["--mirror", publisher.url] if mirror else [])
        return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path, env=clean_environment())

    run.store = store
    run.folder = store.parent / "downloads" / "ncci-mue-practitioner"
    return run


def paths(publisher):
    return [path for path, _, _ in publisher.asked if not path.endswith(".sha256")]


def test_the_newest_release_is_downloaded_and_imported(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    done = update(TABLE)
    assert done.returncode == 0, done.stderr
    assert "ncci-mue-practitioner: downloaded, 2026Q3" in done.stdout
    assert "2026Q3, 6,003 rows, new" in done.stdout
    assert (update.folder / "2026Q3" / "mue-2026-q3.zip").read_bytes() == ARCHIVE
    assert not list(update.folder.rglob("*.part"))


def test_what_has_not_changed_is_not_fetched_again(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    assert update(TABLE).returncode == 0
    before = bytes_of(update.store)
    done = update(TABLE)
    assert done.returncode == 0, done.stderr
    assert "not changed, 2026Q3" in done.stdout and "in the store already" in done.stdout
    assert publisher.asked[-1][2] is not None and bytes_of(update.store) == before
    publisher.files["/files/mue-2026-q3.zip"] = zipped(mue_name(2026, 3), LIMITS.replace("62324,1", "62324,2"))
    assert "downloaded, 2026Q3" in update(TABLE).stdout


def test_a_broken_line_is_resumed_where_it_broke(update, publisher):
    path = "/files/mue-2026-q3.zip"
    publisher.files[path] = ARCHIVE
    publisher.broken[path] = 5000
    done = update(TABLE)
    assert done.returncode == 0, done.stderr
    assert [asked for asked in publisher.asked if asked[0] == path] == [(path, None, None), (path, "bytes=5000-", None)]
    assert (update.folder / "2026Q3" / "mue-2026-q3.zip").read_bytes() == ARCHIVE


def test_an_interrupted_download_is_resumed_by_the_next_run(update, publisher):
    path = "/files/mue-2026-q3.zip"
    publisher.files[path] = ARCHIVE
    tag = '"' + hashlib.sha256(ARCHIVE).hexdigest()[:16] + '"'
    folder = update.folder / "2026Q3"
    folder.mkdir(parents=True)
    (folder / "mue-2026-q3.zip.part").write_bytes(ARCHIVE[:7000])
    (folder / "mue-2026-q3.zip.part.tag").write_text(tag + "\n")
    assert update(TABLE).returncode == 0
    assert publisher.asked[0] == (path, "bytes=7000-", None)
    assert (folder / "mue-2026-q3.zip").read_bytes() == ARCHIVE


def test_a_part_of_another_state_of_the_file_is_not_continued(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    folder = update.folder / "2026Q3"
    folder.mkdir(parents=True)
    (folder / "mue-2026-q3.zip.part").write_bytes(b"x" * 7000)
    (folder / "mue-2026-q3.zip.part.tag").write_text('"another"\n')
    assert update(TABLE).returncode == 0
    assert (folder / "mue-2026-q3.zip").read_bytes() == ARCHIVE


def test_the_release_before_is_taken_when_the_newest_is_not_there(update, publisher):
    publisher.files["/files/mue-2026-q2.zip"] = OLDER
    done = update(TABLE)
    assert done.returncode == 0, done.stderr
    assert "downloaded, 2026Q2" in done.stdout and "2026Q3 is not published yet" in done.stdout
    assert paths(publisher) == ["/files/mue-2026-q3.zip", "/files/mue-2026-q2.zip"]


def test_nothing_found_is_said(update):
    done = update(TABLE)
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert "2026Q2 to 2026Q3" in line


def test_a_licence_that_is_not_accepted_is_named_with_its_page(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    done = update(LICENSED)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "license of the owner of the codes" in line and "https://www.example.org/license" in line
    assert "--accept-licenses" in line and "ncci-mue-practitioner: downloaded" in done.stdout
    assert paths(publisher) == ["/files/mue-2026-q3.zip"], "what is not accepted is not asked for"


def test_a_release_in_parts_needs_all_of_them(update, publisher):
    pairs = ptp([("20610", "11719", "20200101", "*", "1")])
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    publisher.files["/files/ccipra-v322r0-f1.zip"] = zipped("ccipra-v322r0-f1.TXT", pairs)
    for part in (1, 2):
        publisher.files[f"/files/ccipra-v321r0-f{part}.zip"] = zipped(f"ccipra-v321r0-f{part}.TXT", pairs)
    done = update(LICENSED, "--accept-licenses")
    assert done.returncode == 0, done.stderr
    assert "ncci-ptp-practitioner: downloaded, 2026Q2" in done.stdout


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (PAGE, "web page"),
        (ARCHIVE[: len(ARCHIVE) // 2], "cut off"),
        (b"plain text, no archive", "no zip archive"),
        (b"", "empty"),
    ],
    ids=["page", "truncated", "text", "empty"],
)
def test_what_is_no_archive_is_refused_and_nothing_changes(update, publisher, body, words):
    publisher.files["/files/mue-2026-q3.zip"] = body
    before = bytes_of(update.store)
    done = update(TABLE)
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert words in line and "mue-2026-q3.zip" in line
    assert bytes_of(update.store) == before
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    assert update(TABLE).returncode == 0, "the next run is not spoilt by it"


def test_an_archive_that_cannot_be_imported_leaves_the_store_and_is_fetched_anew(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = zipped(mue_name(2026, 3), mue([("62324", "many")]))
    before = bytes_of(update.store)
    done = update(TABLE)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert bytes_of(update.store) == before
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    assert update(TABLE).returncode == 0


def test_a_checksum_beside_the_file_is_compared(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    publisher.files["/files/mue-2026-q3.zip.sha256"] = b"0" * 64 + b"  mue-2026-q3.zip\n"
    done = update(TABLE)
    assert done.returncode == 3 and "checksum" in done.stderr
    publisher.files["/files/mue-2026-q3.zip.sha256"] = hashlib.sha256(ARCHIVE).hexdigest().encode() + b"\n"
    assert update(TABLE).returncode == 0


def test_a_checksum_of_the_table_is_compared(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    assert "checksum" in update(TABLE + "    sha256: {mue-2026-q3.zip: " + "0" * 64 + "}\n").stderr


def test_an_address_with_a_date_of_correction_is_looked_up_on_its_page(update, publisher):
    publisher.files["/tables"] = (
        b'<a href="/files/mue-2026-q2-updated-03-15-2026.zip">old</a>'
        b"<a HREF='/license/ama?file=/files/MUE-2026-Q3-updated-07/02/2026.zip'>new</a>"
    )
    publisher.files["/files/MUE-2026-Q3-updated-07/02/2026.zip"] = ARCHIVE
    done = update(LOOKED_UP)
    assert done.returncode == 0, done.stderr
    assert "downloaded, 2026Q3" in done.stdout


def test_a_passing_failure_of_the_server_is_waited_out(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    publisher.failures = 2
    assert update(TABLE).returncode == 0


def test_plain_http_is_only_for_mirrors_and_loopback(update, publisher):
    done = update(TABLE.replace("https://www.example.org/files", "http://192.0.2.1/files"), mirror=False)
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    done = update(TABLE.replace("https://www.example.org", publisher.url), mirror=False)
    assert done.returncode == 0, done.stderr


def test_a_redirect_is_followed_but_not_to_a_file(update, publisher):
    publisher.redirects["/files/mue-2026-q3.zip"] = "/moved.zip"
    publisher.files["/moved.zip"] = ARCHIVE
    assert update(TABLE).returncode == 0
    publisher.redirects["/files/mue-2026-q3.zip"] = "file:///etc/hostname"
    assert update(TABLE, "--keep", str(update.folder.parent / "other")).returncode == 3


def test_a_dry_run_asks_nobody(update, publisher):
    before = bytes_of(update.store)
    done = update(LICENSED, "--dry-run", "--accept-licenses")
    assert done.returncode == 0
    assert "https://www.example.org/files/ccipra-v322r0-f2.zip" in done.stdout
    assert publisher.asked == [] and bytes_of(update.store) == before


def test_only_some_sources(update, publisher):
    publisher.files["/files/mue-2026-q3.zip"] = ARCHIVE
    done = update(LICENSED, "--only", "ncci-mue")
    assert done.returncode == 0 and "ncci-ptp" not in done.stdout + done.stderr
    done = update(LICENSED, "--only", "ncci-nue")
    assert done.returncode == 2 and "ncci-mue-practitioner" in done.stderr


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("sources: 3\n", "list of sources"),
        ("sources:\n  - source: a\n    each: moon\n    files: [https://x/y]\n", "quarter"),
        ("sources:\n  - source: a\n    each: year\n    files: [ftp://x/y]\n", "https://"),
        ("sources:\n  - source: a\n    each: year\n    files: ['https://x/{tear}']\n", "{tear}"),
        ("sources:\n  - source: a\n    each: year\n    license: b\n    files: [https://x/y]\n", "licenses"),
        ("sources: [\n", "YAML"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_line(update, table, words):
    done = update(table)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "sources.yaml" in line and words in line


def test_the_table_that_ships_names_every_official_source(binary, reference, tmp_path):
    done = subprocess.run(
        [binary, "reference", "update", "--dry-run", "--accept-licenses", "--on", DAY, "--reference", str(reference)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env=clean_environment(),
    )
    assert done.returncode == 0, done.stderr
    for part in ("ccipra-v322r0-f4.zip", "ccioph-v322r0-f1.zip", "2026-q3-practitioner-services-mue-table.zip", "rvu26c.zip",
                 "july-2026-alpha-numeric-hcpcs-file.zip", "july-2026-opps-addendum-b.zip", "current_article.zip",
                 "2026-code-descriptions-tabular-order.zip"):
        assert part in done.stdout, part
    assert "{" not in done.stdout
