"""Synthetic release files, a store made from them, and what its snapshot is called."""

import gzip
import io
import shutil
import subprocess
import zipfile

from conftest import clean_environment

MUE_NAME = "MCR_MUE_PractitionerServices_Eff_{month:02}-01-{year}.csv"
PTP_HEAD = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t",
    "Column1/Column2 Edits\t\t\t\t\t\t",
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)


def mue_name(year=2026, quarter=2):
    return MUE_NAME.format(year=year, month=quarter * 3 - 2)


def mue(rows, end="\r\n"):
    """rows: (code, units). As CMS lays the practitioner table out."""
    lines = [
        '"Codes are copyright 2025 of their owner. All ""rights"" reserved,\n\nCPT is a trademark.",,,',
        '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale',
    ]
    lines += [f"{code},{units},3 Date of Service Edit: Clinical,Clinical: Data" for code, units in rows]
    return end.join(lines) + end


def ptp(rows, end="\r\n"):
    """rows: (column 1, column 2, effective, deletion or "*", indicator)."""
    lines = list(PTP_HEAD)
    lines += [f"{one}\t{two}\t\t{begin}\t{last}\t{indicator}\tMisuse" for one, two, begin, last, indicator in rows]
    return end.join(lines) + end


def zipped(name, text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


def gzipped(text):
    return gzip.compress(text.encode(), mtime=0)


def snapshot_of(store):
    return store.with_name(store.name + ".snapshot")


def digest_of(store):
    """The digest in the header of the snapshot beside the store."""
    with open(snapshot_of(store), "rb") as file:
        header = file.read(64)
    assert header[:8] == b"CLREFSNP"
    return header[32:64].hex()


def import_files(binary, store, *arguments, code=0, timeout=120):
    done = subprocess.run(
        [binary, "reference", "import", *map(str, arguments), "--reference", str(store)],
        capture_output=True,
        timeout=timeout,
        cwd=store.parent,
        env=clean_environment(),
    )
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return done


def copy_store(reference, folder):
    """The store with everything beside it, in a folder where a test may change it."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in reference.parent.glob(reference.name + "*"):
        shutil.copy(path, folder / path.name)
    return folder / reference.name


def bytes_of(store):
    """Everything that an import could touch."""
    return {path.name: path.read_bytes() for path in sorted(store.parent.glob(store.name + "*"))}
