"""The crawler's own tables in the archive's database."""

from archive.folder import Archive

# Of crawler.schema.migrations.
STEPS = frozenset({"m001_frontier", "m002_patterns", "m003_lent"})


def migrate(archive: Archive) -> None:
    """Make what is missing of the tables."""
    conn = archive.conn
    if conn.execute("select 1 from sqlite_master where name = '_sqlite_migrations'").fetchone():
        rows = conn.execute("select name from _sqlite_migrations where migration_set = 'frontier'")
        if {name for (name,) in rows} >= STEPS:
            return
    from crawler.schema.migrations import frontier_migrations  # noqa: PLC0415 - 0.1 s, once

    frontier_migrations.apply(archive.db)
