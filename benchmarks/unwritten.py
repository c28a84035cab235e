"""`winnow`, with and without its WARC files: writing.py asks what a page of a crawl costs so.

Without them, a body is still digested, as its row tells the digest by which the next crawl knows an
unchanged page. Listings are written all the same, because their links are read from there.
"""

import json
import sys
import time
from hashlib import sha256
from itertools import count

from archive.captures import recorder
from archive.warc.layout import new_id
from archive.warc.writer import WarcWriter, Written


class Metered(WarcWriter):
    """Notes what this process has used from the first few pages on to the last."""

    few = 0
    seen = 0
    began = used = 0.0

    def write(self, exchange, **asked):
        if exchange.context.get("kind") == "page":
            Metered.seen += 1
            if self.seen == self.few:
                Metered.began = time.process_time()
            Metered.used = time.process_time() - self.began
            return self.page(exchange, **asked)
        return super().write(exchange, **asked)

    def page(self, exchange, **asked):
        """The page goes where `winnow` puts it."""
        return super().write(exchange, **asked)


class Unwritten(Metered):
    """Says that a page was written, and writes nothing: of the answer it digests the body, and
    takes the head as Scrapy has read it, which costs nothing here (loopback.answer sends one).
    """

    _places = count(1 << 40)  # no two captures may have the same

    def page(self, exchange, **_asked):
        body = exchange.response.partition(b"\r\n\r\n")[2]
        with self._volumes.current() as volume:
            return Written(
                file=volume.name,
                offset=next(self._places),
                length=len(exchange.response),
                record_id=new_id(),
                record_type="response",
                date=exchange.started_at,
                request_offset=0,
                request_length=0,
                metadata_offset=0,
                metadata_length=0,
                status=200,
                mime="text/html",
                charset="utf-8",
                content_encoding="gzip",
                payload_digest="sha256:" + sha256(body).hexdigest(),
                entity_size=len(body),
            )


def main(way: str, few: int) -> None:
    """`winnow` with the arguments of this process; prints milliseconds a page after the few."""
    from winnow import main as winnow  # noqa: PLC0415 - after the writer has been replaced

    recorder.WarcWriter = {"winnow": Metered, "unwritten": Unwritten}[way]
    Metered.few = few
    try:
        winnow()
    except SystemExit as end:
        if end.code:
            raise
    finally:
        print(json.dumps({"ms": 1000 * Metered.used / (Metered.seen - few)}), file=sys.stdout)
