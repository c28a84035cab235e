"""End to end: a new rule file in a copy of the project; what the build and the commands say."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GREEDY = """# A rule that wants too much.
[[rule]]
name = "greedy"
reason = "share"
at = "start"
phrases = ["quiz nights at"]
drop = ["Quiz nights at our house"]
keep = ["Nobody came to the quiz."]

[[rule]]
name = "modest"
reason = "read-more"
phrases = ["to the quiz :"]
drop = ["{drop}"]
keep = ["Quiz nights at the pub were banned in 1911."]
"""
TAKEN = (
    "greedy (zz-new.toml:2) takes the line that modest (zz-new.toml:10) keeps:"
    " 'Quiz nights at the pub were banned in 1911.'"
)
MISSED = "modest (zz-new.toml:10) does not see its own example 'Off to the zoo'"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project with room for one more rule file."""
    shutil.copytree(ROOT / "cleaners", tmp_path / "cleaners", ignore=lambda *_: ["__pycache__"])
    for folder in ("archive", "crawler"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    shutil.copy(ROOT / "winnow.py", tmp_path)
    tests = tmp_path / "tests" / "cleaners"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "tests/cleaners/test_rules.py", tests)
    return tmp_path


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        input="<p>A page.",
        capture_output=True,
        text=True,
        check=False,
    )


def build(copy: Path) -> subprocess.CompletedProcess[str]:
    return run(
        copy, "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib",
        "--rootdir", str(copy), "tests/cleaners/test_rules.py::test_the_rules_of_the_package_hold",
    )  # fmt: skip


def test_the_build_fails_and_names_both_rules_with_their_places(copy: Path):
    assert build(copy).returncode == 0
    (copy / "cleaners/rules/zz-new.toml").write_text(GREEDY.format(drop="Off to the zoo"))
    failed = build(copy)
    assert failed.returncode == 1
    assert TAKEN in failed.stdout
    assert MISSED in failed.stdout


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        (GREEDY.format(drop="To the quiz:"), TAKEN),
        (GREEDY.format(drop="Off to the zoo"), MISSED + " (and 1 faults more)"),
        ("[[rule]\n", "zz-new.toml: not TOML: "),
        (
            "[[rule]]\nname = 'odd'\nreason = 'ad'\npattern = '('\ndrop = ['(']\nkeep = ['x']\n",
            "zz-new.toml:1: rule 'odd': pattern is no regular expression: ",
        ),
    ],
)
def test_commands_that_clean_end_with_one_line(copy: Path, rules: str, line: str):
    (copy / "cleaners/rules/zz-new.toml").write_text(rules)
    done = run(copy, "winnow", "clean", "-")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"winnow: {line}")
    assert done.stderr.count("\n") == 1


def test_every_command_that_cleans_looks_first(copy: Path):
    (copy / "cleaners/rules/zz-new.toml").write_text("[[rule]\n")
    commands = (["crawl"], ["fetch", "http://127.0.0.1:9/"], ["demo"], ["import", "x"], ["reclean"],
                ["rebuild"])  # fmt: skip
    for words in commands:
        done = run(copy, "winnow", "--archive", str(copy / "data"), *words)
        assert done.returncode == 1, words
        assert done.stderr.startswith("winnow: zz-new.toml: not TOML"), words
    assert not (copy / "data").exists()
    assert run(copy, "winnow", "search", "x").returncode == 1  # no archive here: another line
    assert "zz-new" not in run(copy, "winnow", "search", "x").stderr


def test_rules_that_hold_are_proved_once(copy: Path):
    assert run(copy, "winnow", "clean", "-").returncode == 0
    [memory] = (copy / "cleaners/__pycache__").glob("rules.*.proved")
    (copy / "cleaners/rules/zz-new.toml").write_text(
        GREEDY.format(drop="To the quiz:").replace("nights at the pub", "of the pub")
    )
    assert run(copy, "winnow", "clean", "-").returncode == 0
    [again] = (copy / "cleaners/__pycache__").glob("rules.*.proved")
    assert memory.name != again.name
