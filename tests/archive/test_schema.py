"""The schema: it applies whole, its views answer, its triggers keep search in step."""

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from archive.schema.format import APPLICATION_ID
from archive.schema.migrations import archive_migrations

VIEWS = {
    "articles": "id title byline published site url language word_count version_count first_seen "
    "last_seen story_id text",
    "article_history": "article version seen_at",
    "removed": "article position reason rule text",
    "captures_cdx": "urlkey timestamp original mimetype statuscode digest redirect length offset "
    "filename",
    "story_members": "story article relation similarity",
    "source_health": "source articles captures last_fetch errors",
}


@pytest.fixture
def db():
    database = Database(memory=True)
    archive_migrations.apply(database)
    yield database
    database.close()


def put_version(db, text="the text about storks"):
    db.conn.execute("insert into urls(id, url) values (1, 'https://gazette.example/a')")
    db.conn.execute("insert into warc_files(id, path) values (1, 'a.warc.gz')")
    db.conn.execute(
        "insert into captures(id, url_id, fetched_at, record_type, warc_file_id, warc_offset,"
        " warc_length) values (1, 1, '2026-01-02T03:04:05.000000Z', 'response', 1, 0, 10)"
    )
    db.conn.execute("insert into cleaners(id, version, fingerprint) values (1, '1', 'f')")
    db.conn.execute(
        "insert into documents(id, key, url_id, first_seen, last_seen, current_version_id)"
        " values (1, 'k', 1, 'x', 'x', 1)"
    )
    db.conn.execute(
        "insert into versions(id, document_id, number, capture_id, cleaner_id, seen_at, word_count,"
        " text_hash, title, blocks, text) values (1, 1, 1, 1, 1, 'x', 2, 'h', 'Störche', '[]', ?)",
        [text],
    )


@pytest.mark.parametrize("view", VIEWS)
def test_views_have_their_promised_columns(db, view):
    columns = [column.name for column in db[view].columns]
    promised = VIEWS[view].split()
    assert columns[: len(promised)] == promised or set(promised) <= set(columns)
    put_version(db)
    assert list(db.query(f"select * from {view}")) is not None


def test_applying_twice_changes_nothing(db):
    before = [tuple(row) for row in db.conn.execute("select * from sqlite_master")]
    archive_migrations.apply(db)
    assert [tuple(row) for row in db.conn.execute("select * from sqlite_master")] == before
    assert db.conn.execute("pragma application_id").fetchone()[0] == APPLICATION_ID


def test_search_is_in_step_with_versions(db):
    put_version(db)
    found = "select rowid from versions_fts where versions_fts match ?"
    assert db.conn.execute(found, ["storche"]).fetchall() == [(1,)]  # without the accent
    db.conn.execute("delete from versions")
    assert db.conn.execute(found, ["storche"]).fetchall() == []
    db.conn.execute("insert into versions_fts(versions_fts) values ('integrity-check')")


def test_text_of_a_version_cannot_change(db):
    put_version(db)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.conn.execute("update versions set text = 'other'")
    db.conn.execute("update versions set similarity = 0.5")


def test_cdx_timestamp_has_fourteen_digits(db):
    put_version(db)
    assert db.conn.execute("select timestamp from captures_cdx").fetchone()[0] == "20260102030405"


def test_datasette_and_sqlite_utils_see_the_search_table(db):
    assert db["versions"].detect_fts() == "versions_fts"
