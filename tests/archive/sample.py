"""A small archive put together row by row: what searching, showing and exporting are tested on."""

import hashlib
import json
from pathlib import Path

from sqlite_utils import Database

from archive.addresses.urls import host_of, url_key
from archive.schema.migrations import archive_migrations
from archive.search.spacing import spaced
from cleaners.article import Block, Removal

WARC = "winnow-20260301100000-00000.warc.gz"


class Sample:
    """The rows of an archive, added article by article, text by text."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "warcs").mkdir()
        self.folder = folder
        self.db = Database(folder / "archive.db")
        self.db.enable_wal()
        self.db.execute("pragma synchronous = off")  # nobody pulls the plug here
        archive_migrations.apply(self.db)
        self.db["warc_files"].insert({"id": 1, "path": WARC, "state": "closed"})
        self.db["crawls"].insert(
            {"id": 1, "name": "sample", "started_at": "2026-03-01T10:00:00.000000Z"}
        )
        self.db["cleaners"].insert({"id": 1, "version": "0.1", "fingerprint": "f"})
        self.captures = 0

    @staticmethod
    def reopened(folder: Path) -> Database:
        """The rows of a folder whose archive was opened by others meanwhile."""
        db = Database(folder / "archive.db")
        db.execute("pragma synchronous = off")
        return db

    def lookup(self, table: str, **row) -> int:
        return self.db[table].lookup(row)

    def url(self, url: str) -> int:
        host = host_of(url).removeprefix("www.")
        site = self.lookup("sites", host=host)
        return self.db["urls"].lookup({"url": url}, {"site_id": site})

    def capture(self, url: str, seen_at: str, source: str | None = None, **more) -> int:
        self.captures += 1
        row = {
            "url_id": self.url(url),
            "crawl_id": 1,
            "source_id": source and self.lookup("sources", key=source),
            "fetched_at": seen_at,
            "record_type": "response",
            "status": 200,
            "mime": "text/html",
            "kind": "article",
            "warc_file_id": 1,
            "warc_offset": self.captures * 1000,
            "warc_length": 900,
            "state": "done",
        }
        return self.db["captures"].insert(row | more).last_pk

    def text(
        self,
        url: str,
        blocks: list[str | tuple[str, str, str]],  # kept text, or (removed text, rule, reason)
        *,
        title: str | None = None,
        byline: str | None = None,
        published: str | None = None,
        language: str | None = "en",
        source: str | None = None,
        seen_at: str = "2026-03-01T10:00:00.000000Z",
        fallback: str | None = None,
    ) -> int:
        """The id of the article; a second text of the same URL becomes its next version."""
        kept = [Block(text, place) for place, text in enumerate(blocks) if isinstance(text, str)]
        removals = [
            Removal(block[0], place, block[1], block[2])
            for place, block in enumerate(blocks)
            if not isinstance(block, str)
        ]
        text = "\n\n".join(block.text for block in kept)
        capture = self.capture(url, seen_at, source)
        key = url_key(url)
        self.db["documents"].insert(
            {
                "key": key,
                "url_id": self.url(url),
                "site_id": self.lookup("sites", host=host_of(url).removeprefix("www.")),
                "source_id": source and self.lookup("sources", key=source),
                "first_seen": seen_at,
                "last_seen": seen_at,
                "version_count": 0,
            },
            ignore=True,
        )
        document = next(self.db["documents"].rows_where("key = ?", [key]))
        number = document["version_count"] + 1
        facts = {
            "title": title,
            "byline": byline,
            "published": published,
            "language": language,
            "word_count": len(text.split()),
            "fallback": fallback,
        }
        version = (
            self.db["versions"]
            .insert(
                facts
                | {
                    "document_id": document["id"],
                    "number": number,
                    "capture_id": capture,
                    "cleaner_id": 1,
                    "seen_at": seen_at,
                    "text_hash": hashlib.sha256(text.encode()).hexdigest(),
                    "blocks": json.dumps(
                        [[b.position, b.kind, b.level, len(b.text)] for b in kept]
                    ),
                    "about": json.dumps({"site_name": "Example"}),
                    "text": text,
                    "cjk": spaced(title, byline, text),
                }
            )
            .last_pk
        )
        for removal in removals:
            digest = hashlib.sha256(removal.text.encode()).digest()
            text_id = int.from_bytes(digest[:8], "big", signed=True)
            self.db["removal_texts"].insert({"id": text_id, "text": removal.text}, ignore=True)
            rule = self.lookup("rules", rule=removal.rule, reason=removal.reason)
            self.db["removals"].insert(
                {
                    "version_id": version,
                    "position": removal.position,
                    "rule_id": rule,
                    "text_id": text_id,
                }
            )
        self.db["captures"].update(capture, {"version_id": version})
        self.db["documents"].update(
            document["id"],
            facts | {"current_version_id": version, "version_count": number, "last_seen": seen_at},
        )
        return document["id"]


def build(folder: Path) -> Sample:
    """Three outlets, an edited article, debris, Chinese text, a fallback, a hostile page."""
    sample = Sample(folder)
    sample.text(
        "https://www.gazette.example/story/wall",
        [
            ("Photograph: Ada Moreno", "credit-line", "caption"),
            "The harbor wall fell on Monday. Nobody was hurt.",
            ("Read more from the coast:", "read-more-header", "related"),
            ("Ferry stops for the winter", "read-more-links", "related"),
            "The mayor blamed the storm.",
        ],
        title="Harbor wall falls",
        byline="Ben Ito",
        published="2026-02-27",
        source="gazette",
    )
    sample.text(
        "https://www.gazette.example/story/wall",
        ["The harbor wall fell on Monday. Two people were hurt.", "Engineers are at work."],
        title="Harbor wall falls, two hurt",
        byline="Ben Ito",
        published="2026-02-27",
        source="gazette",
        seen_at="2026-03-01T12:00:00.000000Z",
    )
    sample.text(
        "https://courier.example/2026/03/council",
        ["The council will rebuild the wall in March.", "It costs 4 million."],
        title="Council to rebuild wall",
        published="2026-03-01T08:00:00+01:00",
        source="courier",
        seen_at="2026-03-01T13:00:00.000000Z",
    )
    sample.text(
        "https://ribao.example/port",
        ["市议会决定在三月重建港口的墙。", "使用 iPhone手机 拍摄。"],
        title="重建港口",
        language="zh",
        seen_at="2026-03-02T09:00:00.000000Z",
    )
    sample.text(
        "https://courier.example/broken",
        ["Menu", "Wall wall wall", "Subscribe"],
        title="Wall",
        source="courier",
        fallback="cleaning took too long",
        seen_at="2026-03-02T10:00:00.000000Z",
    )
    sample.text(
        "https://hostile.example/a",
        ["Pretty \x1b[31mred\x1b]0;owned\x07 \u202etxet <script>alert(1)</script>"],
        title="=cmd|' /C calc'!A0 \x1b[2J",
        byline="<b>Eve</b>",
        seen_at="2026-03-02T11:00:00.000000Z",
    )
    sample.text(
        "https://echo.example/boats",
        [
            ("Share this", "share-bar", "navigation"),
            "Zwölf 港口 boats.",
            ("Photograph: N. N.", "credit-line", "caption"),
            "All sank.",
        ],
        title="Boats",
        seen_at="2026-03-02T11:30:00.000000Z",
    )
    return sample
