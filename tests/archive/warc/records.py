"""Records of a few pages, and files of them in every form, made on the spot."""

# ruff: noqa: E501 - a head a line reads best
# fmt: off

import base64
import gzip
import hashlib
import io
import random
import struct
import zipfile
from collections.abc import Callable

import zstandard

PAGES = 6
WORDS = ["harbour", "ferry", "pier", "council", "budget", "winter", "library", "school", "bridge", "market", "river", "tram"]
RANDOM = random.Random(4)


def url(number: int) -> str:
    return f"http://gazette.example/story/{number}"


def page(number: int) -> bytes:
    words = random.Random(number)
    text = " ".join(words.choice(WORDS) + str(words.randrange(1000)) for _ in range(500))
    return f"<html><title>Story {number}</title><p>{text}</p></html>".encode()


BODIES = {url(number): page(number) for number in range(PAGES)}
ALL = frozenset(range(PAGES))


def http(number: int, *lines: str, body: bytes | None = None) -> bytes:
    body = page(number) if body is None else body
    fields = [
        "HTTP/1.1 200 OK",
        "Content-Type: text/html",
        *(lines or (f"Content-Length: {len(body)}",)),
    ]
    return ("\r\n".join(fields) + "\r\n\r\n").encode() + body


def sha1(block: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode()


def record(
    number: int,
    *,
    version: str = "WARC/1.0",
    kind: str = "response",
    block: bytes | None = None,
    fields: dict[str, str | None] | None = None,
    digest: bool = True,
    end: bytes = b"\r\n\r\n",
) -> bytes:
    """One plain record; a field set to None is left out."""
    block = http(number) if block is None else block
    all_fields: dict[str, str | None] = {
        "WARC-Type": kind,
        "WARC-Target-URI": url(number),
        "WARC-Date": f"2026-03-01T09:30:{number:02}Z",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "Content-Type": "application/http; msgtype=response",
        "WARC-Block-Digest": sha1(block) if digest else None,
        "Content-Length": str(len(block)),
        **(fields or {}),
    }
    lines = [f"{name}: {value}" for name, value in all_fields.items() if value is not None]
    return "\r\n".join([version, *lines, "", ""]).encode() + block + end


def records(**options) -> list[bytes]:
    return [record(number, **options) for number in range(PAGES)]


def gz(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def members(**options) -> list[bytes]:
    return [gz(each) for each in records(**options)]


def frames(dictionary: bytes | None = None) -> list[bytes]:
    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    tool = zstandard.ZstdCompressor(dict_data=known)
    return [tool.compress(each) for each in records()]


def skippable(content: bytes) -> bytes:
    return struct.pack("<II", 0x184D2A5D, len(content)) + content


def dictionary() -> bytes:
    samples = [
        record(number % PAGES)[at : at + 200] for number in range(40) for at in range(0, 3000, 200)
    ]
    return zstandard.train_dictionary(4096, samples).as_bytes()


def arc(
    version: int, *, length: Callable[[int], int] = lambda size: size, target=url
) -> list[bytes]:
    mark = b"1 0 Winnow\nURL IP-address Archive-date Content-type Archive-length\n"
    if version == 2:
        mark = (
            b"2 0 Winnow\nURL IP-address Archive-date Content-type Result-code Checksum Location "
            b"Offset Filename Archive-length\n"
        )
    extra = "200 - - 0 x.arc " if version == 2 else ""
    first = f"filedesc://x.arc 0.0.0.0 20260301093000 text/plain {extra}{len(mark)}\n".encode()
    found = [first + mark + b"\n"]
    for number in range(PAGES):
        block = http(number)
        line = f"{target(number)} 127.0.0.1 202603010930{number:02} text/html {extra}{length(len(block))}\n"
        found.append(line.encode() + block + b"\n")
    return found


def wacz(content: bytes, method: int, name: str = "archive/data.warc.gz") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        package.writestr("datapackage.json", "{}")
        package.writestr(name, content)
    return out.getvalue()


def flip(content: bytes, at: int, bit: int = 3) -> bytes:
    return content[:at] + bytes([content[at] ^ (1 << bit)]) + content[at + 1 :]


def hole(content: bytes, at: int, size: int) -> bytes:
    return content[:at] + bytes(size) + content[at + size :]


def put(parts: list[bytes], place: int, *new: bytes) -> bytes:
    """The parts with one of them replaced."""
    return b"".join([*parts[:place], *new, *parts[place + 1 :]])


def lines_of(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A record with its head changed."""
    head, _, rest = content.partition(b"\r\n\r\n")
    return change(head) + b"\r\n\r\n" + rest


def names(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(head: bytes) -> bytes:
        first, *rest = head.split(b"\r\n")
        pairs = [line.split(b":", 1) for line in rest]
        return b"\r\n".join([first, *(change(name) + b":" + value for name, value in pairs)])

    return changed
