"""What a worker does: read one capture from its WARC file, clean it, prepare its rows.

Runs in a process that may be killed at any time; everything that costs is done here, so that the
one writer only inserts.
"""

import hashlib
import json
import re
from dataclasses import replace

from archive.cleaning.blocks import written
from archive.cleaning.reading import ASKED, Job, Reading, Text
from archive.cleaning.wishes import refusal, wishes
from archive.search.spacing import apart, spaced, unspaced
from archive.warc.digest import sha256
from archive.warc.reader import read_record
from cleaners.article import Article
from cleaners.page import clean, visible
from cleaners.plain.plaintext import clean_text
from cleaners.reading.sniff import HTML, PLAIN, plain_text, sniff

_WORD = re.compile(r"\w+")


def read_capture(job: Job) -> Reading:
    """The clean text and the links of a capture; `Reading.reason` says why there is none."""
    body, reading = read_body(job)
    if reading.failed:
        return reading
    found = sniff(body, job.mime)
    if found.form == HTML:
        article = clean(
            body,
            url=job.url,
            charset=job.charset,
            captured=job.captured,
            strips=job.strips,
            links=job.links,
        )
        return finish(job, reading, article)
    if job.kind in {"feed", "sitemap"}:
        return reading  # a crawler reads its entries; what is in it makes no other row
    if found.form == PLAIN:
        return finish(job, reading, clean_text(plain_text(body, job.charset)))
    return replace(reading, reason=f"not html but {found.what}")


def read_visible(job: Job) -> Reading:
    """The visible text alone, by the cheapest way: for a page that killed its first worker."""
    body, reading = read_body(job)
    if reading.failed or sniff(body, job.mime).form != HTML:
        return replace(reading, reason=job.trouble, failed=True)
    return finish(job, reading, visible(body, job.charset, job.trouble or "not cleaned"))


def read_body(job: Job) -> tuple[bytes, Reading]:
    """The decoded body of a capture and a Reading with its digests, `failed` without a record."""
    try:
        record = read_record(job.path, job.offset, job.length, inner=job.inner)
    except MemoryError:  # of the worker, not of the record
        raise
    except FileNotFoundError:
        gone = f"unreadable record: {job.path.name.removesuffix('.open')} is gone"
        return b"", Reading(job.capture_id, reason=gone, failed=True)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one record costs it alone
        return b"", Reading(job.capture_id, reason=f"unreadable record: {error}", failed=True)
    payload = record.payload()
    return payload.body, Reading(
        job.capture_id,
        payload_digest=job.payload_digest or sha256(record.body),
        content_digest=sha256(payload.body),
        robots=wishes(record.http.fields if record.http else record.fields),
        cleaner=job.cleaner,
    )


def finish(job: Job, reading: Reading, article: Article) -> Reading:
    """The reading with its article: rows of the text, unless the page is a listing or asks for
    none. The raw record stays in any case.
    """
    links = article.links if job.links else ()
    obeys = job.obeys and job.source is not None
    asked = article.robots | reading.robots if obeys else frozenset()
    article = replace(article, robots=asked if obeys else article.robots)
    head = replace(article, blocks=(), removals=(), images=(), links=links)
    if job.kind in {"listing", "feed", "sitemap"}:
        return replace(reading, article=head, links=links)
    if word := refusal(asked):
        return replace(reading, article=head, links=links, reason=f"{ASKED}{word}")
    text = prepare(article)
    if not text.text:
        return replace(reading, article=head, links=links, reason=article.fallback or "no text")
    return replace(reading, article=head, links=links, text=text, reason=article.fallback)


def prepare(article: Article) -> Text:
    """The rows of an article's text: hashed, counted and spaced for search."""
    text = article.text
    return Text(
        text=text,
        text_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        cjk=spaced(article.title, article.byline, text),
        word_count=count_words(text),
        blocks=written(article.blocks),
        about=_about(article),
        removals=tuple(
            (r.position, r.rule, r.reason, text_id(r.text), r.text) for r in article.removals
        ),
    )


def count_words(text: str) -> int:
    """Words of a text; a letter of a script without spaces counts as one."""
    return len(_WORD.findall(apart(text) if unspaced(text) else text))


def text_id(text: str) -> int:
    """The row id of a removed text: the first 64 bits of its SHA-256, signed."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _about(article: Article) -> str | None:
    known = {
        "site_name": article.site_name,
        "section": article.section,
        "canonical_url": article.canonical_url,
        "robots": sorted(article.robots),
        "images": [[image.url, image.caption, image.credit] for image in article.images],
        "provenance": article.provenance,
    }
    known = {name: value for name, value in known.items() if value}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")) if known else None
