"""`winnow`, with and without its WARC files: writing.py asks what a page of a crawl costs so.

Without them, an answer is still parsed and digested, as its row tells its status, type, validators
and digest, by which the next crawl knows an unchanged page. Listings are written all the same,
because their links are read from there.
"""

import json
import sys
import time
from itertools import count

from archive import recorder
from archive.warc.answer import read_answer
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
    """Says that a page was written, and writes nothing."""

    _places = count(1 << 40)  # no two captures may have the same

    def page(self, exchange, **_asked):
        answer = read_answer(exchange)
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
                status=answer.http.status,
                mime=answer.mime,
                charset=answer.charset,
                etag=answer.http.fields.get("ETag"),
                last_modified=answer.http.fields.get("Last-Modified"),
                payload_digest=answer.payload_digest,
                entity_size=len(answer.entity),
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
