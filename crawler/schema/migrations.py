"""How the crawler's own tables came about, step by step."""

from importlib import resources

from sqlite_utils import Database, Migrations

from archive.schema.migrations import statements

frontier_migrations = Migrations("frontier")


def run(db: Database, name: str) -> None:
    script = resources.files("crawler.schema").joinpath(name).read_text("utf-8")
    for statement in statements(script):
        db.conn.execute(statement)


@frontier_migrations()
def m001_frontier(db: Database) -> None:
    """URLs, their queues, hosts and outcomes, and two views to look at them."""
    run(db, "frontier.sql")


@frontier_migrations()
def m002_patterns(db: Database) -> None:
    """Which shapes of addresses bring nothing new."""
    run(db, "patterns.sql")


@frontier_migrations()
def m003_lent(db: Database) -> None:
    """Which pages a fetch has taken from their source, and gives back."""
    run(db, "lent.sql")
