"""docs/schema.md is what the migrations make, and leaves nothing undescribed."""

from pathlib import Path

import pytest
import sqlite_utils

from archive.datasette.metadata import about, metadata
from archive.datasette.schema_page import SHADOWS
from archive.export.lines import COLUMNS
from archive.schema.migrations import archive_migrations
from crawler.schema.migrations import frontier_migrations

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def db():
    db = sqlite_utils.Database(memory=True)
    archive_migrations.apply(db)
    frontier_migrations.apply(db)
    yield db
    db.close()


def columns(db, name):
    return [row[1] for row in db.execute(f'pragma table_info("{name}")')]


def test_every_table_view_and_column_is_described(db):
    shadows = {f"versions_fts{ending}" for ending in SHADOWS}
    names = set(db.table_names()) | set(db.view_names())
    described = about()["table"]
    assert set(described) == names - shadows
    for name, words in described.items():
        assert list(words["columns"]) == columns(db, name), name
        for text in (words["title"], words["description"], *words["columns"].values()):
            assert text.strip()


def test_what_datasette_is_told_exists(db):
    tables = metadata()["databases"]["archive"]["tables"]
    for name, table in tables.items():
        named = [*table.get("facets", [])]
        named += [
            table[key] for key in ("sort", "sort_desc", "label_column", "fts_pk") if key in table
        ]
        assert set(named) <= set(columns(db, name)), name
    for query in metadata()["databases"]["archive"]["queries"].values():
        assert query["title"]
        assert query["description"]


def test_every_key_of_an_export_is_described():
    page = (ROOT / "docs/export.md").read_text("utf-8")
    assert [key for key in COLUMNS if f"`{key}`" not in page] == []
