"""The steps that bring a database to the present schema; only the one writer applies them."""

import sqlite3
from collections.abc import Iterator
from importlib import resources

from sqlite_utils import Database, Migrations

from archive.schema.format import APPLICATION_ID

archive_migrations = Migrations("archive")


def statements(sql: str) -> Iterator[str]:
    """The single statements of a script; executescript() would commit the open transaction."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""


def run_script(db: Database, name: str) -> None:
    """Execute a file of this package inside the open transaction."""
    for statement in statements(
        resources.files("archive.schema").joinpath(name).read_text("utf-8")
    ):
        db.conn.execute(statement)


@archive_migrations()
def m001_tables(db: Database) -> None:
    """All tables, the search index over versions, the public views."""
    for name in ("tables.sql", "search.sql", "views.sql"):
        run_script(db, name)
    db.conn.execute(f"pragma application_id = {APPLICATION_ID}")
    db.conn.execute("pragma user_version = 1")


@archive_migrations()
def m002_takedowns(db: Database) -> None:
    """A tombstone for each page that was removed for good."""
    run_script(db, "takedowns.sql")
    db.conn.execute("pragma user_version = 2")


@archive_migrations()
def m003_aliases(db: Database) -> None:
    """Other addresses of articles, and what runs find out about their sources."""
    for name in ("aliases.sql", "health.sql"):
        run_script(db, name)
    db.conn.execute("pragma user_version = 3")


@archive_migrations()
def m004_site_rules(db: Database) -> None:
    """The rules that a source states for its own pages."""
    run_script(db, "siterules.sql")
    db.conn.execute("pragma user_version = 4")


@archive_migrations()
def m005_block_facts(db: Database) -> None:
    """Blocks say what few of them have; an older Winnow would not know how to read them."""
    db.conn.execute("pragma user_version = 5")


@archive_migrations()
def m006_stories(db: Database) -> None:
    """Fingerprints of texts, and what articles are to each other."""
    run_script(db, "stories.sql")
    db.conn.execute("pragma user_version = 6")


@archive_migrations()
def m007_numbers(db: Database) -> None:
    """Fingerprints are made of other numbers: all articles wait, their stories stay until then."""
    for statement in (
        "delete from story_prints",
        "update story_texts set state = '', numbers = x''",
        "update documents set compared = null",
    ):
        db.conn.execute(statement)
    db.conn.execute("pragma user_version = 7")
