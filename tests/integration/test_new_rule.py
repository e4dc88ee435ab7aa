"""deploy/tools/new-rule: source, case file and list line of a rule, in a copy of the tree."""
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / "deploy/tools/new-rule"


@pytest.fixture
def tree(tmp_path):
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    shutil.copy(ROOT / ".clang-format", tmp_path)
    return tmp_path


def new_rule(tree, *arguments):
    return subprocess.run([TOOL, "--root", tree, *arguments], capture_output=True, text=True, check=False)


def test_a_rule_gets_source_cases_and_its_line_in_the_list(tree):
    made = new_rule(tree, "MOD-TRY-001", "modifier", "tried_by_a_test", "A rule made by a test")
    assert made.returncode == 0, made.stderr
    source = tree / "rules/modifier/tried_by_a_test.cpp"
    assert source.read_text().startswith("// A rule made by a test (MOD-TRY-001).\n")
    assert (tree / "tests/cases/modifier/MOD-TRY-001.cases").read_text().startswith("rule MOD-TRY-001\n")
    listed = (tree / "rules/all_rules.cpp").read_text()
    assert "extern const Rule tried_by_a_test;" in listed and "&tried_by_a_test," in listed
    ids = [line.split("// ")[1] for line in listed.splitlines() if line.startswith("      &") and "// " in line]
    assert ids == sorted(ids) and "MOD-TRY-001" in ids
    compiled = subprocess.run(["g++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", tree, source],
                              capture_output=True, text=True, check=False)
    assert compiled.returncode == 0, compiled.stderr


def test_the_lists_are_those_of_the_sources(tree):
    """Whoever adds a rule by hand runs --list; nothing of it may be left undone."""
    before = {name: (tree / name).read_text() for name in ("rules/all_rules.cpp", "rules/ports/table_names.cpp")}
    assert new_rule(tree, "--list").returncode == 0
    if shutil.which("clang-format"):
        assert {name: (tree / name).read_text() for name in before} == before


@pytest.mark.parametrize("arguments, problem", [
    (("MOD-VAL-001", "modifier", "another", "t"), "MOD-VAL-001 is there already"),
    (("MOD-TRY-001", "modifier", "unknown_modifier", "t"), "unknown_modifier is there already"),
    (("mod-1", "modifier", "another", "t"), "expected an id"),
    (("MOD-TRY-001", "Modifier", "another", "t"), "expected a family"),
    (("MOD-TRY-001", "modifier", "another", ""), "expected a title"),
])
def test_what_cannot_be_is_refused(tree, arguments, problem):
    before = (tree / "rules/all_rules.cpp").read_text()
    refused = new_rule(tree, *arguments)
    assert refused.returncode == 2 and problem in refused.stderr
    assert (tree / "rules/all_rules.cpp").read_text() == before


def test_usage():
    assert subprocess.run([TOOL, "MOD-TRY-001"], capture_output=True, check=False).returncode == 2
