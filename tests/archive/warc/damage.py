"""Odd and damaged WARC files, made on the spot, each with the pages that can still be had."""

# ruff: noqa: E501 - a case a line reads best
# fmt: off

import bz2
import gzip
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass

import zstandard

from tests.archive.warc.records import (
    ALL,
    RANDOM,
    arc,
    dictionary,
    flip,
    frames,
    gz,
    hole,
    http,
    lines_of,
    members,
    names,
    page,
    put,
    record,
    records,
    skippable,
    url,
    wacz,
)


@dataclass(frozen=True)
class Case:
    """A file, the pages it still holds, and whether anything in it was lost or is out of order."""

    name: str
    content: bytes
    pages: frozenset[int] = ALL
    damaged: bool = False


def without(*numbers: int) -> frozenset[int]:
    return ALL - set(numbers)


def odd() -> list[Case]:
    """Files that are whole, in forms that trip readers."""
    plain, packed = records(), members()
    whole = b"".join(plain)
    words = dictionary()
    noisy = gz(plain[2])[:3] + b"\x1e" + gz(plain[2])[4:10] + b"\x04\0abcdname\0note\0"
    noisy += struct.pack("<H", zlib.crc32(noisy) & 0xFFFF) + gz(plain[2])[10:]
    split = [gz(whole[at : at + 1000]) for at in range(0, len(whole), 1000)]
    inside = record(2, block=http(2), end=b"\r\n\r\n")
    trap = http(
        2,
        "Content-Length: 70",
        body=b"\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n12345",
    )
    return [
        Case("plain", whole),
        Case("a gzip member each", b"".join(packed)),
        Case("one gzip member around all", gz(whole)),
        Case(
            "two records a member",
            b"".join(gz(a + b) for a, b in zip(plain[::2], plain[1::2], strict=True)),
        ),
        Case("records across members", b"".join(split)),
        Case(
            "head and block in members of their own",
            b"".join(gz(part) for each in plain for part in (each[:400], each[400:])),
        ),
        Case("gzip stored, not deflated", b"".join(gzip.compress(each, 0) for each in plain)),
        Case("gzip with name, comment, extra, header sum", put(packed, 2, noisy)),
        Case("empty members between", gz(b"").join(packed)),
        Case("gzip in gzip", gz(b"".join(packed))),
        Case("bzip2", bz2.compress(whole)),
        Case("xz", lzma.compress(whole)),
        Case("zstd, a frame each", b"".join(frames())),
        Case("zstd, one frame", zstandard.compress(whole)),
        Case("zstd with a dictionary", skippable(words) + b"".join(frames(words))),
        Case(
            "zstd with a compressed dictionary",
            skippable(zstandard.compress(words)) + b"".join(frames(words)),
        ),
        Case(
            "zstd with skippable frames",
            struct.pack("<II", 0x184D2A53, 4).__add__(b"note").join([b"", *frames()])[12:],
        ),
        Case("plain records after gzip members", b"".join([*packed[:3], *plain[3:]])),
        Case("WARC/0.17", b"".join(records(version="WARC/0.17"))),
        Case("WARC/0.18", b"".join(records(version="WARC/0.18"))),
        Case("WARC/1.1", b"".join(records(version="WARC/1.1"))),
        Case("a version to come", b"".join(gz(each) for each in records(version="WARC/2.0"))),
        Case(
            "lower-case version and names",
            b"".join(
                lines_of(each, names(bytes.lower)).replace(b"WARC/1.0", b"warc/1.0", 1)
                for each in plain
            ),
        ),
        Case(
            "lower-case names", b"".join(gz(lines_of(each, names(bytes.lower))) for each in plain)
        ),
        Case(
            "upper-case names", b"".join(gz(lines_of(each, names(bytes.upper))) for each in plain)
        ),
        Case(
            "no space after the colon",
            b"".join(lines_of(each, lambda head: head.replace(b": ", b":")) for each in plain),
        ),
        Case("folded fields", b"".join(records(fields={"X-Note": "one\r\n two\r\n\tthree"}))),
        Case(
            "line feeds only in heads",
            b"".join(
                gz(
                    lines_of(each, lambda head: head.replace(b"\r\n", b"\n")).replace(
                        b"\r\n\r\n", b"\n\n", 1
                    )
                )
                for each in plain
            ),
        ),
        Case(
            "a line without a colon",
            b"".join(gz(lines_of(each, lambda head: head + b"\r\nwhat is this")) for each in plain),
        ),
        Case(
            "Latin-1 in a field",
            b"".join(lines_of(each, lambda head: head + b"\r\nX-Place: Caf\xe9") for each in plain),
        ),
        Case(
            "a field of 1 MB",
            b"".join(gz(each) for each in records(fields={"X-Long": "y" * 1_000_000})),
        ),
        Case("3,000 fields", b"".join(records(fields={f"X-{n}": "y" for n in range(3000)}))),
        Case(
            "two Content-Length fields",
            b"".join(
                lines_of(each, lambda head: head + b"\r\nContent-Length: 1") for each in plain
            ),
        ),
        Case("no line end between, plain", b"".join(records(end=b""))),
        Case("no line end between, gzip", b"".join(members(end=b""))),
        Case("one line end between", b"".join(records(end=b"\r\n"))),
        Case("line feeds between", b"".join(records(end=b"\n\n"))),
        Case("eight blank lines between", b"".join(records(end=b"\r\n" * 8))),
        Case("blank lines first", b"\r\n\r\n\n" + whole),
        Case("blank lines in each member first", b"".join(gz(b"\r\n" + each) for each in plain)),
        Case(
            "brackets around the target",
            b"".join(record(n, fields={"WARC-Target-URI": f"<{url(n)}>"}) for n in ALL),
        ),
        Case("no date", b"".join(members(fields={"WARC-Date": None}))),
        Case("unreadable date", b"".join(members(fields={"WARC-Date": "yesterday"}))),
        Case("no record id", b"".join(members(fields={"WARC-Record-ID": None}))),
        Case("no type", b"".join(members(fields={"WARC-Type": None}))),
        Case("no digest", b"".join(members(digest=False))),
        Case("unknown digest", b"".join(members(fields={"WARC-Block-Digest": "crc:00"}))),
        Case("a body that looks like records", put(plain, 2, record(2, block=trap), inside)),
        Case(
            "an empty block between", put(plain, 2, record(9, kind="metadata", block=b""), plain[2])
        ),
        Case(
            "resource records",
            b"".join(
                record(n, kind="resource", block=page(n), fields={"Content-Type": "text/html"})
                for n in ALL
            ),
        ),
        Case("ARC 1", b"".join(arc(1))),
        Case("ARC 1, gzip", b"".join(map(gz, arc(1)))),
        Case("ARC 2, gzip", b"".join(map(gz, arc(2)))),
        Case("ARC 1, one member", gz(b"".join(arc(1)))),
        Case(
            "ARC with spaces in the URL",
            b"".join(arc(1, target=lambda n: url(n) if n else "http://gazette.example/a b")),
            without(0),
        ),
        Case("WACZ", wacz(b"".join(packed), zipfile.ZIP_STORED)),
        Case("WACZ, deflated", wacz(whole, zipfile.ZIP_DEFLATED, "archive/data.warc")),
    ]


def lengths() -> list[Case]:
    """Records whose Content-Length is missing or wrong, in plain files and in members."""
    plain, packed = records(), members()
    found = []
    true = len(http(2))
    false = {
        "missing": None,
        "empty": "",
        "not a number": "many",
        "negative": "-5",
        "hexadecimal": hex(true),
        "too small by 7": str(true - 7),
        "zero": "0",
        "too large by 7": str(true + 7),
        "over the next record": str(true + 5000),
        "over the end": str(true * 100),
        "of a terabyte": str(10**12),
        "of 40 digits": "9" * 40,
    }
    for name, value in false.items():
        for proof in (True, False):
            wrong = record(2, fields={"Content-Length": value}, digest=proof)
            told = "" if proof else ", no digest"
            found.append(Case(f"length {name}{told}, plain", put(plain, 2, wrong), damaged=True))
            found.append(
                Case(f"length {name}{told}, gzip", put(packed, 2, gz(wrong)), damaged=True)
            )
    return found


def whole_pages(text: bytes) -> int:
    """How many of the plain records stand in the text from its start."""
    return sum(b"".join(records()[: n + 1]) in text for n in ALL)


def damaged() -> list[Case]:
    """Files with something missing, changed or added."""
    plain, packed = records(), members()
    bare = [gz(each) for each in records(digest=False)]
    whole, joined, one = b"".join(plain), b"".join(packed), gz(b"".join(plain))
    middle = sum(map(len, packed[:2])) + len(packed[2]) // 2
    inner = sum(map(len, plain[:2])) + len(plain[2]) // 2
    cold = frames()
    noise = RANDOM.randbytes(777)
    ones = arc(1)
    far = whole_pages(zlib.decompressobj(31).decompress(one[: len(one) // 2]))
    torn = lzma.compress(whole)[:-2000]
    return [
        Case("bit flip in a member", flip(joined, middle), without(2), True),
        Case("bit flip in a member's magic", put(packed, 2, flip(packed[2], 1)), without(2), True),
        Case("bit flip in the first member's magic", put(packed, 0, flip(packed[0], 0)), without(0), True),
        Case("bit flip in a checksum", put(packed, 2, flip(packed[2], len(packed[2]) - 6)), ALL, True),
        Case("bit flip in a checksum, no digest", put(bare, 2, flip(bare[2], len(bare[2]) - 6)), ALL, True),
        Case("bit flip in a length sum", put(packed, 2, flip(packed[2], len(packed[2]) - 2)), ALL, True),
        Case("bit flip in the last member", put(packed, 5, flip(packed[5], 300)), without(5), True),
        Case("a bit flip in every other member", b"".join(flip(each, 400) if n % 2 else each for n, each in enumerate(packed)), without(1, 3, 5), True),
        Case("hole of 300 bytes", hole(joined, middle, 300), without(2), True),
        Case("hole over two records", put(packed, 2, bytes(len(packed[2])))[: middle] + bytes(len(packed[3])) + joined[middle + len(packed[3]) :], without(2, 3), True),
        Case("a byte gone", joined[:middle] + joined[middle + 1 :], without(2), True),
        Case("a byte too many", joined[:middle] + b"x" + joined[middle:], without(2), True),
        Case("torn tail", joined[:-200], without(5), True),
        Case("torn in the trailer", joined[:-3], ALL, True),
        Case("torn in the first bytes of a member", joined[: -len(packed[5]) + 5], without(5), True),
        Case("torn, then appended to", put(packed, 2, packed[2][:700]), without(2), True),
        Case("torn in the trailer, then appended to", put(packed, 2, packed[2][:-8]), ALL, True),
        Case("torn in the first bytes, then appended to", put(packed, 2, packed[2][:12]), without(2), True),
        Case("first bytes missing", joined[100:], without(0), True),
        Case("garbage first", noise + joined, ALL, True),
        Case("garbage between members", put(packed, 2, packed[2], noise), ALL, True),
        Case("garbage that begins like gzip", put(packed, 2, packed[2], b"\x1f\x8b\x08" + noise), ALL, True),
        Case("garbage at the end", joined + noise, ALL, True),
        Case("zeros at the end", joined + bytes(4096), ALL, True),
        Case("a page in gzip between members", put(packed, 2, packed[2], gz(page(9))), ALL, True),
        Case("a text line between members", put(packed, 2, packed[2], b"rsync: broken pipe\n"), ALL, True),
        Case("one member, bit flip in its middle", flip(one, len(one) // 2), frozenset(range(far)), True),
        Case("one member, torn", one[: len(one) // 2], frozenset(range(far)), True),
        Case("two records a member, bit flip", flip(b"".join(gz(a + b) for a, b in zip(plain[::2], plain[1::2], strict=True)), 900), frozenset({2, 3, 4, 5}), True),
        Case("stored gzip bodies, a hole", put([gz(record(n, block=http(n, "Content-Encoding: gzip", body=gz(page(n))))) for n in ALL], 2, bytes(900), packed[2][900:]), without(2), True),
        Case("plain, bit flip in a version line", flip(whole, len(plain[0]) + len(plain[1]) + 2), without(2), True),
        Case("plain, bit flip in a block", flip(whole, inner), without(2), True),
        Case("plain, hole in a block", hole(whole, inner, 300), without(2), True),
        Case("plain, hole over a record's start", hole(whole, len(plain[0]) + len(plain[1]) - 50, 200), without(1, 2), True),
        Case("plain, a byte gone", whole[:inner] + whole[inner + 1 :], without(2), True),
        Case("plain, a byte too many", whole[:inner] + b"x" + whole[inner:], without(2), True),
        Case("plain, torn", whole[:-700], without(5), True),
        Case("plain, torn in a head", whole[: -len(plain[5]) + 90], without(5), True),
        Case("plain, torn, then appended to", put(plain, 2, plain[2][:1500]), without(2), True),
        Case("plain, torn in a head, then appended to", put(plain, 2, plain[2][:90]), without(2), True),
        Case("plain, garbage first", noise + whole, ALL, True),
        Case("plain, garbage between", put(plain, 2, plain[2], noise), ALL, True),
        Case("plain, zeros between", put(plain, 2, plain[2], bytes(5000)), ALL, True),
        Case("plain, garbage at the end", whole + noise, ALL, True),
        Case("plain, a head that never ends", whole + b"WARC/1.0\r\n" + b"X-A: b\r\n" * 9000, ALL, True),
        Case("plain, first bytes missing", whole[100:], without(0), True),
        Case("zstd, bit flip", flip(b"".join(cold), len(cold[0]) + 300), without(1), True),
        Case("zstd, hole", hole(b"".join(cold), len(cold[0]) + 300, 300), without(1), True),
        Case("zstd, torn", b"".join(cold)[:-100], without(5), True),
        Case("zstd, garbage between", put(cold, 2, cold[2], noise), ALL, True),
        Case("zstd without its dictionary", b"".join(frames(dictionary())), frozenset(), True),
        Case("bzip2, torn", bz2.compress(whole)[:-100], frozenset(), True),
        Case("xz, torn", torn, frozenset(range(whole_pages(lzma.LZMADecompressor().decompress(torn)))), True),
        Case("ARC, length too small", b"".join([*ones[:2], arc(1, length=lambda size: size - 9)[2], *ones[3:]]), ALL, True),
        Case("ARC, length too large", b"".join([*ones[:2], arc(1, length=lambda size: size + 900)[2], *ones[3:]]), ALL, True),
        Case("ARC, torn", b"".join(ones)[:-900], without(5), True),
        Case("ARC, garbage between", b"".join([*ones[:3], noise + b"\n", *ones[3:]]), ALL, True),
        Case("WACZ, directory lost", wacz(joined, zipfile.ZIP_STORED)[:-40], ALL, True),
        Case("WACZ, bit flip in a record", flip(wacz(joined, zipfile.ZIP_STORED), 150 + middle), without(2), True),
        Case("empty file", b"", frozenset(), True),
        Case("zeros", bytes(10_000), frozenset(), True),
        Case("noise", noise * 20, frozenset(), True),
        Case("a web page", page(1), frozenset(), True),
        Case("a web page in gzip", gz(page(1)), frozenset(), True),
        Case("a ZIP without a WARC", wacz(b"x", zipfile.ZIP_STORED, "readme.txt"), frozenset(), True),
    ]


def cases() -> list[Case]:
    return [*odd(), *lengths(), *damaged()]
