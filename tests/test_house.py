"""The rules of the house: which way imports flow, how long a file may be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ["cleaners", "archive", "crawler"]  # each may import itself and what stands before it
# The floors of a room, its modules and folders: what stands on one may import what stands beside it
# (in the same folder) or below.
FLOORS = {
    "cleaners": [
        "article",
        "errors",
        "reading",
        "about",
        "debris",
        "asked",
        "plain",
        "judging",
        "fast",
    ],
    "archive": [
        *["errors", "display", "progress", "lock", "database", "schema", "addresses", "warc"],
        *["captures", "search", "cleaning", "articles", "export", "folder", "indexing", "stories"],
        # archive.open_archive is the one of opening.py
        *["takedowns", "intake", "opening", "open_archive"],
        *["care", "checks", "datasette", "commands"],
    ],
}
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


def floor(name: str) -> tuple[str, str]:
    """The room and the floor of a module: archive.warc.reader stands in archive on warc."""
    room, _, rest = name.partition(".")
    return room, rest.partition(".")[0]


def stands(path: Path) -> bool:
    room, mine = floor(module_name(path))
    return mine in FLOORS.get(room, [])


@pytest.mark.parametrize("path", [*filter(stands, MODULES)], ids=module_name)
def test_floors_stand_on_lower_ones(path: Path):
    room, mine = floor(module_name(path))
    allowed = FLOORS[room][: FLOORS[room].index(mine) + 1]
    inner = {on for name in imports(path) if (on := floor(name)[1]) and floor(name)[0] == room}
    wrong = inner - {*allowed}
    assert not wrong, f"{module_name(path)} imports {sorted(wrong)}"


def test_every_folder_of_a_room_is_a_floor():
    for room, floors in FLOORS.items():
        folders = {path.parent.name for path in (ROOT / room).glob("*/*.py")}
        assert folders <= {*floors}, sorted(folders - {*floors})


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
