"""The lock files hold versions and hashes only, and everything the project asks for."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "tests/partners.lock"]
VERSION = r"[a-z0-9][a-z0-9.\-]*(\[[a-z,-]+\])?==[\w.!+-]+( ; [^:/]+)? \\"
HASH = r"    --hash=sha256:[0-9a-f]{64}( \\)?"
LINE = re.compile(f"{VERSION}|{HASH}")


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_versions_and_hashes_only(lock: str):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def test_every_requirement_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for extra in extras:
        asked = asked + extra
    names = {re.match(r"[A-Za-z0-9._\-]+", entry)[0].lower() for entry in asked}
    locked = set(
        re.findall(
            r"^([a-z0-9][a-z0-9.\-]*)", (ROOT / LOCKS[0]).read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert {re.sub(r"[-_.]+", "-", name) for name in names} <= locked
