"""`winnow export`."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, TextIO, TypeVar, cast

import click

from archive import open_archive
from archive.captures.crawls import software
from archive.commands.dates import DATE
from archive.display import plain_name
from archive.errors import ArchiveError, DamageError, spare, writing
from archive.export.condition import at_any_row
from archive.export.lines import COLUMNS, exported, write_csv, write_jsonl
from archive.export.selection import Selection
from archive.folder import Archive
from archive.progress import Progress, progress_bar

FORMATS = ("jsonl", "csv", "parquet", "warc", "wacz", "wet", "cdxj")
T = TypeVar("T")
TOTALS = {
    "articles": "select count(*) from documents",
    "records": "select count(*) + count(request_offset) + count(metadata_offset) from captures",
}
STREAMS = {"jsonl": write_jsonl, "csv": write_csv}


EXAMPLES = """\b
winnow export - | jq .title
winnow export spring.csv --where "published >= '2026-03' and site like '%.example'"
winnow export harbor.wacz --search '"harbor wall"' --since 30d
"""


@click.command("export", epilog=EXAMPLES)
@click.argument("path", metavar="PATH|-", type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="What to write; by default what the ending of PATH says, else jsonl.",
)
@click.option("--where", metavar="SQL", help="Only these: a condition over the view articles.")
@click.option("--search", "query", metavar="QUERY", help="Only what this search finds.")
@click.option("--source", help="Only this source (its id) or site (its host, with subdomains).")
@click.option("--since", type=DATE, help="Published on this day or later: 2026, 2026-03-01, 7d.")
@click.option("--until", type=DATE, help="Published on this day or earlier.")
@click.option("--language", help="Only articles in this language: en, de, zh.")
@click.pass_obj
def export_command(
    folder: Path, /, *, path: str, format_: str | None, **wanted: str | None
) -> None:
    """Write the articles as they stand now to a file, or to standard output (-).

    jsonl, csv and parquet hold one article a row, oldest first; docs/export.md describes the
    keys. CSV is safe to open in a spreadsheet: text that would run as a formula gets an
    apostrophe in front. warc and wacz hold the raw records behind the articles, every version and
    the originals of revisits included; a wacz can be searched and replayed in a browser. wet
    holds the clean texts as WARC conversion records, cdxj an index of the raw records.
    A file appears under its name only when it is complete.
    """
    chosen = format_ or _by_ending(path)
    if path == "-" and chosen in {"parquet", "wacz"}:
        raise click.UsageError(f"{chosen} cannot be written to standard output: name a file")
    if not Path(path).parent.is_dir():
        raise ArchiveError(f"there is no folder {Path(path).parent} to write {path} into")
    if path != "-":
        spare(folder, Path(path))
    if path.lower().endswith(".gz") and chosen not in {"warc", "wet"}:
        raise click.UsageError(f"{chosen} is not compressed: leave .gz out, or pipe - into gzip")
    selection = Selection(**wanted)
    lost: list[str] = []
    with open_archive(folder) as archive, progress_bar() as progress:
        what, count = _write(archive, selection, chosen, path, progress=progress, lost=lost)
    written = f"{count} {what}{'s' * (count != 1)} written to {path}"
    if format_ is None and not _ending(path) and path != "-":
        written += f" as {chosen}"  # a name like articles.md may have meant something else
    if lost:
        raise DamageError(f"{written}, {len(lost)} could not be read; the first: {lost[0]}")
    if path != "-":
        click.echo(written, err=True)


def _by_ending(path: str) -> str:
    return _ending(path) or "jsonl"


def _ending(path: str) -> str | None:
    """The format that the ending of a path says."""
    name = path.lower().removesuffix(".gz")
    return next((kind for kind in FORMATS if name.endswith(f".{kind}")), None)


def _write(
    archive: Archive,
    selection: Selection,
    kind: str,
    path: str,
    *,
    progress: Progress,
    lost: list[str],
) -> tuple[str, int]:
    """What was written, in a word, and how many."""
    if kind in {"warc", "wacz", "wet", "cdxj"}:
        with at_any_row(selection.where):
            return _write_evidence(archive, selection, kind, path, progress=progress, lost=lost)
    total = _total(archive, selection, "articles")
    rows = _told(exported(archive.conn, selection), "articles", total, progress)
    if kind == "parquet":
        return "article", _write_parquet(rows, path)
    with _target(path, "w") as out:
        return "article", STREAMS[kind](rows, cast("TextIO", out))


def _write_parquet(rows: Iterator[dict[str, Any]], path: str) -> int:
    if find_spec("pyarrow") is None:
        raise ArchiveError("parquet needs pyarrow: pip install 'winnow-archive[parquet]'")
    from archive.export.parquet import write_parquet  # noqa: PLC0415 - an extra, and slow to load

    with _partial(path) as partial:
        return write_parquet(rows, partial, COLUMNS)


def _write_evidence(
    archive: Archive,
    selection: Selection,
    kind: str,
    path: str,
    *,
    progress: Progress,
    lost: list[str],
) -> tuple[str, int]:
    from archive.export import evidence  # noqa: PLC0415 - the other formats need no WARC reader
    from archive.warc.cdxj import write_index  # noqa: PLC0415 - the same
    from archive.warc.export import write_texts, write_warc  # noqa: PLC0415 - the same
    from archive.warc.package import write_wacz  # noqa: PLC0415 - the same

    total = _total(archive, selection, "records")
    found = evidence.pieces(archive.conn, archive.shelf, selection)
    places = _told(found, "records", total, progress)
    pages = evidence.pages(archive.conn, selection)
    about = {"software": software(), "format": "WARC File Format 1.1"}
    if kind == "wacz":
        title = f"Export of {archive.folder.resolve().name}"
        return "record", write_wacz(Path(path), places, pages, title=title, about=about, lost=lost)
    name = plain_name(Path(path).name) if path != "-" else f"export.{kind}.gz"
    with _target(path, "wb") as out:
        if kind == "wet":
            texts = _told(pages, "texts", _total(archive, selection, "articles"), progress)
            return "text", write_texts(out, texts, name=name, about=about)
        if kind == "cdxj":
            return "line", write_index(out, places, archive.shelf, lost=lost)
        copied = write_warc(cast("BinaryIO", out), places, name=name, about=about, lost=lost)
        return "record", sum(1 for _ in copied)


def _told(rows: Iterable[T], what: str, total: int, progress: Progress) -> Iterator[T]:
    for number, row in enumerate(rows, 1):
        yield row
        if number % 50 == 0:
            progress(what, number, total)


def _total(archive: Archive, selection: Selection, what: str) -> int:
    """How many there are when all are wanted; 0, which is unknown, for what must be looked for."""
    return 0 if selection else int(archive.conn.execute(TOTALS[what]).fetchone()[0])


@contextmanager
def _target(path: str, mode: Literal["w", "wb"]) -> Iterator[IO[Any]]:
    """A file that gets its name when it is complete, or standard output."""
    text: dict[str, str] = {"encoding": "utf-8", "newline": ""} if mode == "w" else {}
    if path == "-":
        with open(sys.stdout.fileno(), mode, closefd=False, **text) as out:  # type: ignore[call-overload]
            yield out
        return
    with _partial(path) as partial, partial.open(mode, **text) as out:  # type: ignore[call-overload]
        yield out


@contextmanager
def _partial(path: str) -> Iterator[Path]:
    """A path beside the one that is meant; it gets its name when all went well."""
    partial = Path(f"{path}.part")
    try:
        with writing(Path(path)):
            yield partial
            partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
