"""Reading and writing WARC files beside warcio and FastWARC: ratios, taken in turns in one run.

`python benchmarks/warc_reading.py [--pages 1000]`. Ends with 1 when a ratio is below its floor.
"""

import argparse
import gzip
import random
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from figures import tell
from loopback import made_pages
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from archive.warc.exchange import Exchange
from archive.warc.reader import read_record, read_warc
from archive.warc.record import Record
from archive.warc.writer import WarcWriter

ROUNDS = 4
FLOORS = {
    "read and decode, gzip bodies": 1.5,
    "read and decode, plain bodies": 1.5,
    "write, gzip bodies": 1.1,
    "write, plain bodies": 4.0,
}
START = datetime(2026, 3, 1, tzinfo=UTC)


def exchanges(bodies: list[bytes], *, coded: bool) -> list[Exchange]:
    coding = b"Content-Encoding: gzip\r\n" if coded else b""
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + coding + b"Content-Length: %d\r\n\r\n"
    )
    return [
        Exchange(
            url=f"http://gazette.example/{number}",
            started_at=START + timedelta(seconds=number),
            request=b"GET /%d HTTP/1.1\r\nHost: gazette.example\r\n\r\n" % number,
            response=head % len(body) + body,
            context={"source": "gazette", "via": "http://gazette.example/", "depth": "1"},
        )
        for number, body in enumerate(bodies)
    ]


def write_ours(folder: Path, made: list[Exchange]) -> Path:
    with WarcWriter(folder) as writer:
        for exchange in made:
            file = writer.write(exchange).file
    return folder / file


def write_in_turn(folder: Path, made: list[Exchange]) -> Path:
    return write_ours(folder / str(len(list(folder.glob("*")))), made)


def write_warcio(path: Path, made: list[Exchange]) -> Path:
    """The same exchanges as people write them with warcio: parsed heads, its own digests."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for exchange in made:
            for kind, content in (("response", exchange.response), ("request", exchange.request)):
                fields = {"WARC-Date": exchange.started_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
                record = writer.create_warc_record(
                    exchange.url,
                    kind,
                    payload=BytesIO(content),
                    length=len(content),
                    warc_headers_dict=fields,
                )
                writer.write_record(record)
    return path


def read_ours(path: Path) -> int:
    return sum(
        len(record.payload().body)
        for record in read_warc(path)
        if isinstance(record, Record) and record.type == "response"
    )


def read_warcio(path: Path) -> int:
    size = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                size += len(record.content_stream().read())
    return size


def read_fastwarc(path: Path) -> int:
    size = 0
    with path.open("rb") as file:
        for record in FastIterator(file, record_types=WarcRecordType.response):
            record.parse_http()
            body = record.reader.read()
            coded = record.http_headers.get("Content-Encoding") == "gzip"
            size += len(zlib.decompress(body, 31) if coded else body)
    return size


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def compared(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], who: str
) -> float:
    """How many times as fast ours is: the median over rounds of A B A B."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    ratio = statistics.median(b / a for a, b in pairs)
    mine = statistics.median(a for a, _ in pairs)
    floor = f"   floor {FLOORS[name]}" if who == "warcio" and name in FLOORS else ""
    print(f"{name:34} {ratio:5.2f} x {who:8} ({mine:.2f} s CPU){floor}", flush=True)
    return ratio


def by_offset(path: Path) -> None:
    """Times of single records in random order, by offset and length alone."""
    records = [each for each in read_warc(path) if isinstance(each, Record)]
    places = [(each.offset, each.length) for each in records if each.type == "response"]
    random.Random(1).shuffle(places)
    times = []
    for offset, length in places:
        began = time.perf_counter()
        read_record(path, offset, length).payload()
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    middle, late = times[len(times) // 2], times[len(times) * 95 // 100]
    print(f"one record by offset, decoded: p50 {middle:.2f} ms, p95 {late:.2f} ms ({len(times)})")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=1000)
    count = options.parse_args().pages
    plain = made_pages(count)
    packed = [gzip.compress(body, 6, mtime=0) for body in plain]
    sizes = sum(map(len, plain)) / 1e6, sum(map(len, packed)) / 1e6
    print(f"{count} pages, {sizes[0]:.0f} MB, gzip {sizes[1]:.0f} MB")
    good = True
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        for kind, bodies in (("gzip", packed), ("plain", plain)):
            made = exchanges(bodies, coded=kind == "gzip")
            mine, theirs = folder / f"{kind}-ours", folder / f"{kind}-warcio.warc.gz"
            ratio = compared(
                f"write, {kind} bodies",
                partial(write_in_turn, mine, made),
                partial(write_warcio, theirs, made),
                "warcio",
            )
            name = f"write, {kind} bodies"
            good &= tell(name, ratio, "x warcio", floor=FLOORS[name])
            ours = next(mine.glob("0/*"))
            print(f"   size {ours.stat().st_size / theirs.stat().st_size:.3f} of warcio's")
            assert read_ours(ours) == read_warcio(ours) == read_fastwarc(ours)
            name_read = f"read and decode, {kind} bodies"
            for file, who in ((ours, "our file"), (theirs, "warcio's file")):
                print(f"  {who}")
                mine_read = partial(read_ours, file)
                ratio = compared(name_read, mine_read, partial(read_warcio, file), "warcio")
                told = f"{name_read}, {who}"
                good &= tell(told, ratio, "x warcio", floor=FLOORS[name_read])
                compared(name_read, mine_read, partial(read_fastwarc, file), "FastWARC")
            by_offset(ours)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
