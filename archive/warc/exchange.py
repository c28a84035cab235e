"""One HTTP exchange as the wire saw it: what a crawler hands to the WARC store."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self


@dataclass(slots=True)
class Exchange:
    """Request and response bytes of one URL at one time, with what the crawler knew."""

    url: str  # target URI as requested, without fragment
    started_at: datetime  # UTC, with microseconds: WARC-Date of all its records
    request: bytes  # head and body as sent; b"" when nothing was sent
    response: bytes  # as received, chunk framing and interim 1xx heads included; b"" for none
    ip: str | None = None
    protocols: tuple[str, ...] = ("http/1.1",)  # WARC-Protocol, one a header: "tls/1.3"
    cipher: str | None = None
    truncated: str | None = None  # WARC-Truncated: length | time | disconnect | unspecified
    error: str | None = None  # why the exchange failed: "timeout", "reset", "too big"
    elapsed: float = 0.0  # seconds
    context: dict[str, str] = field(default_factory=dict)
    # crawl, source, seed, via, depth, kind (listing|article|feed|sitemap|robots|page|part), attempt
    made_from: Self | None = None  # `response` is no HTTP but HTML that was made from that one
