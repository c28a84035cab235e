"""The rules of the house: which way imports flow, how long a file may be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ["cleaners", "archive", "crawler"]  # each may import itself and what stands before it
# The floors of cleaners/: what stands on one may import what stands beside or below it.
FLOORS = ["article", "errors", "reading", "about", "debris", "asked", "plain", "judging", "fast"]
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
OTHERS = [path for folder in ("benchmarks", "tests") for path in (ROOT / folder).rglob("*.py")]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the room's name"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names | {node.module or ""}
    return {name for name in found if name.split(".")[0] in ROOMS}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_flow_one_way(path: Path):
    room = ROOMS.index(path.relative_to(ROOT).parts[0])
    wrong = {name for name in imports(path) if ROOMS.index(name.split(".")[0]) > room}
    assert not wrong, f"{module_name(path)} imports {sorted(wrong)}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parts[-2] in FLOORS], ids=module_name
)
def test_floors_of_the_cleaners_stand_on_lower_ones(path: Path):
    floor = FLOORS.index(path.parts[-2])
    inner = {name.split(".")[1] for name in imports(path) if name.count(".")}
    wrong = {name for name in inner if name not in FLOORS[: floor + 1]}
    assert not wrong, f"{module_name(path)} imports {sorted(wrong)}"


def test_no_import_cycle():
    names = {module_name(path) for path in MODULES}
    graph = {module_name(path): imports(path) & names for path in MODULES}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for target in graph[name]:
                if target != name:
                    walk(target, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        walk(name, ())


@pytest.mark.parametrize("path", [*MODULES, *sorted(OTHERS)], ids=module_name)
def test_files_stay_small(path: Path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 350, f"{module_name(path)} has {lines} lines; which noun is missing?"
