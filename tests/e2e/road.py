"""One road through all rooms: the outlet crawled into an archive, and ways to ask about it."""

import json
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.command import ROOT
from tests.site.server import Outlet, Wire

SEED = ROOT / "seeds" / "demo.toml"
SEED_URL = "http://127.0.0.1:8765/"


@dataclass(frozen=True)
class Road:
    """An archive with the outlet that was crawled into it."""

    archive: Path
    outlet: Outlet
    seed: Path
    output: str  # what the crawl printed

    def path_of(self, url: str) -> str:
        return "/" + url.removeprefix(self.outlet.url)


@dataclass(frozen=True)
class Twice:
    """An archive into which the outlet was crawled twice, every page asked for again."""

    archive: Path
    before: dict[str, list[tuple]]  # its contents after the first crawl
    second: list[Wire]  # what went over the wire in the second


def copied(archive: Path, target: Path) -> Path:
    """A copy of an archive, for a test that writes into it."""
    subprocess.run(["cp", "-r", archive, target], check=True)
    return target


def json_rows(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def rows(archive: Path, sql: str, *parameters: object) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(f"file:{archive / 'archive.db'}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        return db.execute(sql, parameters).fetchall()


def seed_for(outlet: Outlet, path: Path) -> Path:
    """The demo's seed file with the address of this outlet."""
    text = SEED.read_text(encoding="utf-8")
    assert SEED_URL in text
    path.write_text(text.replace(SEED_URL, outlet.url), encoding="utf-8")
    return path


ARTICLES = """
    select url, title, byline, published, modified, language, site, source, word_count,
           version_count, first_seen, last_seen, fallback, text
    from articles order by url
"""
REMOVED = """
    select a.url, r.version, r.position, r.reason, r.rule, r.text
    from removed r join articles a on a.id = r.article
    order by a.url, r.version, r.position
"""
VERSIONS = """
    select url, version, seen_at, title, byline, published, word_count, text_hash, text
    from article_history order by url, version
"""
CAPTURES = """
    select u.url, c.fetched_at, c.record_type, c.status, c.mime, c.kind, c.via, c.depth,
           c.location, c.etag, c.last_modified, c.content_encoding, c.entity_size, c.truncated,
           c.payload_digest, c.content_digest, c.ip, c.record_id, c.state, c.reason,
           s.key as source, o.record_id as original
    from captures c
    join urls u on u.id = c.url_id
    left join sources s on s.id = c.source_id
    left join captures o on o.id = c.revisit_of
    order by c.fetched_at, u.url, c.record_id
"""


def contents(archive: Path) -> dict[str, list[tuple]]:
    """All that an archive says, without the numbers it gives its rows."""
    asked = {"articles": ARTICLES, "removed": REMOVED, "versions": VERSIONS, "captures": CAPTURES}
    return {name: [tuple(row) for row in rows(archive, sql)] for name, sql in asked.items()}
