"""Fixtures: the program, a starter reference store, a running service in a folder of its own."""

import os
import pathlib
import subprocess

import pytest

from service import Service

SOURCE = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def binary():
    path = pathlib.Path(os.environ.get("CHARGELINT_BINARY", SOURCE / "build" / "chargelint"))
    if not path.is_file():
        pytest.exit(f"no program to test at {path}; build it, or name it in CHARGELINT_BINARY", returncode=3)
    return str(path)


@pytest.fixture(scope="session")
def reference(binary, tmp_path_factory):
    """The starter reference store. Tests that change it copy it."""
    store = tmp_path_factory.mktemp("reference") / "reference.db"
    done = subprocess.run(
        [binary, "reference", "import", "--starter", "--reference", str(store)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=store.parent,
        env=clean_environment(),
    )
    assert done.returncode == 0, done.stderr
    return store


def clean_environment(**settings):
    """This environment without what configures the program, and with `settings`: http_port -> CHARGELINT_HTTP_PORT."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CHARGELINT_")}
    environment.update({f"CHARGELINT_{name.upper()}": str(value) for name, value in settings.items()})
    return environment


@pytest.fixture
def start(binary, reference, tmp_path):
    """start(**settings) runs a service; whatever still runs at the end of the test is stopped."""
    running = []

    def run(folder=tmp_path, **settings):
        settings.setdefault("reference", reference)
        settings.setdefault("state", folder / "state.db")
        settings.setdefault("key_file", folder / "key")
        settings.setdefault("rules", folder / "rules.yaml")
        settings.setdefault("http_port", 0)
        settings.setdefault("mllp_port", 0)
        service = Service(binary, folder, clean_environment(**settings))
        running.append(service)
        service.wait_until_ready()
        return service

    yield run
    for service in running:
        service.kill()


@pytest.fixture(scope="module")
def service(binary, reference, tmp_path_factory):
    """One service for the tests of a file that only talk to it."""
    folder = tmp_path_factory.mktemp("service")
    settings = clean_environment(
        reference=reference,
        state=folder / "state.db",
        key_file=folder / "key",
        rules=folder / "rules.yaml",
        http_port=0,
        mllp_port=0,
        http_max_body="1M",
        http_request_seconds=3,
    )
    running = Service(binary, folder, settings)
    running.wait_until_ready()
    yield running
    running.kill()


@pytest.fixture
def run(binary, reference, tmp_path):
    """run("check", "-", stdin=b"…") gives the finished process; --reference is added unless it is given."""

    def command(*arguments, stdin=b"", timeout=60):
        arguments = [str(argument) for argument in arguments]
        if "--reference" not in arguments:
            arguments += ["--reference", str(reference)]
        return subprocess.run(
            [binary, *arguments],
            input=stdin,
            capture_output=True,
            timeout=timeout,
            cwd=tmp_path,
            env=clean_environment(key_file=tmp_path / "key", rules=tmp_path / "rules.yaml"),
        )

    return command


@pytest.fixture(scope="session")
def samples():
    """The shared sample files beside the source tree."""
    folder = SOURCE.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip(f"SAMPLES ARE MISSING: expected them at {folder}")
    return folder
