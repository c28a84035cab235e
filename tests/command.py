"""The command line as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
TRACEBACK = "Traceback (most recent call last)"


def command_of(archive: Path, *words: object) -> list[str]:
    """`winnow --archive ARCHIVE WORDS` as a list for subprocess."""
    return [sys.executable, "-m", "winnow", "--archive", str(archive), *map(str, words)]


def winnow(
    archive: Path,
    *words: object,
    home: Path = ROOT,
    before: Sequence[str] = (),
    timeout: float = 110,
) -> subprocess.CompletedProcess[str]:
    """A finished command; `home` is the folder of the program, `before` a command that starts it.

    Bytes that are no text, as `show --raw` writes them, are kept as surrogates.
    """
    return subprocess.run(
        [*before, *command_of(archive, *words)],
        cwd=home,
        env=os.environ | {"COLUMNS": "100"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=timeout,
        check=False,
    )


def output(archive: Path, *words: object, code: int = 0, home: Path = ROOT) -> str:
    """What a command says that has to end with `code`; its errors too when that is not 0."""
    run = winnow(archive, *words, home=home)
    assert TRACEBACK not in run.stderr, run.stderr
    assert run.returncode == code, f"{words}: {run.returncode}\n{run.stdout}\n{run.stderr}"
    return run.stdout if code == 0 else run.stdout + run.stderr


def started(archive: Path, *words: object) -> subprocess.Popen[bytes]:
    """A running command, with its children in a process group of its own."""
    return subprocess.Popen(
        command_of(archive, *words),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
