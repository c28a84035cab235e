"""A capture: one URL at one time, as a row of the archive and as a record in a WARC file."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

WAITING, DONE, SKIPPED, FAILED = "waiting", "done", "skipped", "failed"
HUBS = ("listing", "feed", "sitemap")  # kinds that are read for their links only
NO_DATE = "1970-01-01T00:00:00.000000Z"  # of a record that tells none
RENDERED = "read as the browser showed it"  # reason of a page that a conversion record stands for


@dataclass(frozen=True, slots=True)
class Capture:
    """What the archive knows of one capture; `id` is 0 until it has a row."""

    url: str
    fetched_at: str  # as `moment` writes it
    record_type: str  # response | revisit | resource | conversion | bytes | request | metadata
    file: str  # path of the WARC file, relative to warcs/
    offset: int
    length: int  # bytes of the record in the file, compressed
    inner: int = 0
    id: int = 0
    status: int | None = None
    mime: str | None = None
    charset: str | None = None  # of the HTTP header
    kind: str | None = None  # listing | article | feed | sitemap | robots | page | part
    source: str | None = None  # id of the source in its seed file
    crawl_id: int | None = None
    via: str | None = None
    depth: int | None = None
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_encoding: str | None = None
    entity_size: int | None = None
    truncated: str | None = None
    payload_digest: str | None = None
    content_digest: str | None = None
    record_id: str | None = None
    ip: str | None = None
    request_offset: int | None = None
    request_length: int | None = None
    metadata_offset: int | None = None
    metadata_length: int | None = None
    revisit_of: int | None = None  # id of the capture that holds the body
    version_id: int | None = None
    state: str = WAITING
    reason: str | None = None

    @property
    def target(self) -> str | None:
        """The address that a redirect leads to, if this is one."""
        if self.location is None:
            return None
        try:
            return urljoin(self.url, self.location)
        except ValueError:
            return self.location


def moment(date: datetime) -> str:
    """A time as the archive stores it, UTC: "2026-11-22T02:08:06.000000Z". Sorts as text."""
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> str:
    """The present time, as the archive stores it."""
    return moment(datetime.now(UTC))


def first_state(
    record_type: str,
    status: int | None,
    kind: str | None,
    url: str,
    size: int | None,
    *,
    rendered: bool = False,
) -> tuple[str, str | None]:
    """Whether a new capture waits for a cleaner, and when not, why not.

    By status and kind alone: what a page is, only its bytes can tell, and a worker reads them.
    A `rendered` page has two captures: the answer of the server, and the conversion that a
    browser made of it, which is the one that is read.
    """
    converted = record_type == "conversion"
    faults = (
        (record_type in {"request", "metadata"}, "no response"),
        (record_type == "bytes", "not HTTP"),
        (kind == "robots", "robots.txt"),
        (kind == "part", "part of a page"),
        (not url.startswith(("http://", "https://")), "not a web address"),
        (converted and not rendered, "made from another record"),
        (rendered and not converted, RENDERED),
        (record_type == "response" and status != 200, f"status {status}"),
        (record_type != "revisit" and size == 0, "empty"),
    )
    why = next((reason for fault, reason in faults if fault), None)
    return (SKIPPED, why) if why else (WAITING, None)
