"""Record heads as they stand in our WARC files, and the fields of our metadata records."""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

from archive.warc.dates import format_date
from archive.warc.digest import sha256
from archive.warc.exchange import Exchange
from archive.warc.fields import parse_fields
from archive.warc.httphead import HEAD_END
from archive.warc.member import gzip_member

VERSION = "WARC/1.1"
CONFORMS = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
REQUEST = "application/http; msgtype=request"
RESPONSE = "application/http; msgtype=response"
FIELDS = "application/warc-fields"
BYTES = "application/octet-stream"
HTML = "text/html; charset=utf-8"  # of a page as a browser showed it
NOTE = "urn:x-winnow:note:"  # targets of records that tell of more than one capture
BYTES_URN = "urn:x-winnow:bytes:"  # and of bytes that are no HTTP

# What a crawler knew, under the names that Heritrix gave two of them.
NAMES = {"depth": "hopsFromSeed"}
KEYS = {name: key for key, name in NAMES.items()}
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
NOT_A_NAME = re.compile(r"[^A-Za-z0-9_-]+")
REDACTED = b"[redacted]"
VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))  # of a UUID: bits 10
SAFE = "!#$%&'()*+,/:;=?@[]~|^`{}"
PLAIN = re.compile(f"[A-Za-z0-9_.{re.escape(SAFE + '-')}]*")


def new_id() -> str:
    """A fresh record id: a random UUID (RFC 9562 section 5.4)."""
    random = os.urandom(16).hex()
    variant = VARIANT[random[16]]
    start = f"urn:uuid:{random[:8]}-{random[8:12]}-4{random[13:16]}"
    return f"{start}-{variant}{random[17:20]}-{random[20:]}"


def uri(url: str) -> str:
    """A URL fit for a header line: as given, but what no URI may hold is percent-encoded."""
    url = url.partition("#")[0]
    return url if PLAIN.fullmatch(url) else quote(url, safe=SAFE)


def bytes_uri(url: str) -> str:
    """The name of bytes that came for a URL and are no HTTP: replay must not take them for it."""
    return BYTES_URN + uri(url)


def record_bytes(fields: Iterable[tuple[str, str]], block: bytes) -> bytes:
    """A whole record as a gzip member: fields in their order, then the block."""
    return b"".join(gzip_member(record_head(fields, len(block)), block, b"\r\n\r\n"))


def record_head(fields: Iterable[tuple[str, str]], size: int) -> bytes:
    """What stands before a block of that size."""
    return head_of(header_lines(fields), size)


def head_of(lines: str, size: int) -> bytes:
    """The same of header lines."""
    return f"{VERSION}\r\n{lines}Content-Length: {size}\r\n\r\n".encode()


def header_lines(fields: Iterable[tuple[str, str]]) -> str:
    """Fields as they stand in a record's head, each in one line."""
    fields = list(fields)
    if not "".join([value for _name, value in fields]).isprintable():
        fields = [(name, one_line(value)) for name, value in fields]
    return "".join([f"{name}: {value}\r\n" for name, value in fields])


def one_line(value: str) -> str:
    """The value without line ends and other control characters."""
    return CONTROL.sub(" ", value).strip()


@lru_cache(maxsize=256)
def field_name(name: str) -> str:
    """The name, or one like it that may stand in a header line."""
    return NOT_A_NAME.sub("-", name)


def warc_fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    """A block of type application/warc-fields; a field without a value is left out."""
    told = [(field_name(name), value.strip()) for name, value in pairs]
    return header_lines(pair for pair in told if pair[1]).encode("utf-8", "replace")


def context_fields(exchange: Exchange, remarks: Iterable[tuple[str, str]]) -> bytes:
    """The block of the metadata record: what the crawler knew and what the writer changed."""
    pairs = [(NAMES.get(key, key), value) for key, value in exchange.context.items()]
    if exchange.elapsed:
        pairs.append(("fetchTimeMs", str(round(exchange.elapsed * 1000))))
    if exchange.error:
        pairs.append(("error", exchange.error))
    return warc_fields([*pairs, *remarks])


def read_context(block: bytes) -> dict[str, str]:
    """The fields of a metadata record under the names of Exchange.context; first value wins."""
    found: dict[str, str] = {}
    for name, value in parse_fields(block):
        found.setdefault(KEYS.get(name, name), value)
    return found


def redacted(request: bytes, names: tuple[str, ...]) -> tuple[bytes, list[str]]:
    """The request without the values of secret fields, and the names that were hidden."""
    secret = _secret(names)
    end = HEAD_END.search(request)
    size = end.end() if end else len(request)
    if not names or not secret.search(request, 0, size):
        return request, []
    head = request[:size]
    hidden = [match[1].decode("latin-1") for match in secret.finditer(head)]
    return secret.sub(rb"\1\2" + REDACTED, head) + request[size:], hidden


@lru_cache(maxsize=16)
def _secret(names: tuple[str, ...]) -> re.Pattern[bytes]:
    """A field of one of these names; its value may go on in folded lines."""
    return re.compile(
        rb"^(%b)([ \t]*:[ \t]*)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*"
        % "|".join(re.escape(name) for name in names).encode(),
        re.IGNORECASE | re.MULTILINE,
    )


def about_member(
    name: str,
    about: Mapping[str, str],
    record_id: str | None = None,
    moment: datetime | None = None,
) -> bytes:
    """The warcinfo record that a file begins with; with a new id and of now unless told."""
    known = {"software": "winnow", "format": "WARC File Format 1.1", "conformsTo": CONFORMS}
    block = warc_fields({**known, **about}.items())
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<{record_id or new_id()}>"),
        ("WARC-Date", format_date(moment or datetime.now(UTC))),
        ("WARC-Filename", name),
        ("WARC-Block-Digest", sha256(block)),
        ("Content-Type", FIELDS),
    ]
    return record_bytes(fields, block)
