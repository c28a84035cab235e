"""What README and tour show is what happens: every `$ winnow` in a console block is run.

In the output that a block shows, `...` stands for anything: sizes, numbers by chance. A time of day
stands for any other.
"""

import doctest
import os
import re
import subprocess
import sys

import pytest

from tests.command import ROOT
from tests.e2e.road import SEED_URL
from winnow import COMMANDS

DOCUMENTS = ["README.md", "docs/tour.md"]
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOMENT = re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d\b")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(document: str) -> list[tuple[str, str]]:
    """Each `$ winnow ...` of the console blocks with the output shown below it."""
    found = []
    for block in BLOCK.findall((ROOT / document).read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if command.startswith(("winnow ", "rm ", "printf ")):
                found.append((command, output))
    return found


@pytest.fixture(scope="module")
def shell(demo, tmp_path_factory):
    """Runs a line as a person would, in a folder where `data` is a copy of the demo archive."""
    folder = tmp_path_factory.mktemp("reader")
    subprocess.run(["cp", "-r", demo.archive, folder / "data"], check=True)
    for name in ("bin", "seeds"):
        (folder / name).mkdir()
    (folder / "seeds" / "demo.toml").write_bytes(demo.seed.read_bytes())
    program = folder / "bin" / "winnow"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m winnow "$@"\n')
    program.chmod(0o755)
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}

    def run(line: str) -> str:
        done = subprocess.run(
            line.replace(SEED_URL, demo.outlet.url),
            shell=True,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        address, shown = demo.outlet.url[7:-1], SEED_URL[7:-1]
        return (done.stdout + done.stderr).replace(address, shown)

    return run


@pytest.mark.parametrize(
    ("command", "shown"),
    [pytest.param(*pair, id=pair[0]) for name in DOCUMENTS for pair in commands(name)],
)
def test_a_shown_command_gives_the_shown_output(shell, command, shown):
    got, shown = (MOMENT.sub("a moment", text) for text in (shell(command), shown))
    assert doctest.OutputChecker().check_output(shown, got, SAME), got


def test_the_python_of_the_readme_runs(shell):
    (block,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    page = "html = '<html><body><article><p>' + 'The ferry sails at nine. ' * 20\n"
    printed = "\nprint(len(article.text) > 99, [hit.title for hit in hits][:1])"
    got = shell(f"{sys.executable} - <<'END'\n{page}{block}{printed}\nEND")
    assert re.fullmatch(r"True \['.+'\]\n", got), got


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 120


@pytest.mark.parametrize("document", [*DOCUMENTS, "CONTRIBUTING.md"])
def test_links_lead_somewhere(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if not target.startswith("https://"):
            assert (ROOT / document).parent.joinpath(target).exists(), target


def test_the_readme_names_no_command_that_is_not_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bwinnow ([a-z]+)\b", text))
    assert named <= set(COMMANDS)
    assert len(named) >= 12
