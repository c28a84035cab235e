"""`winnow`, but no page goes into a WARC file: writing.py asks what the writing costs a crawl.

Pages keep their rows; listings are written, because their links are read from there.
"""

from itertools import count

from archive import recorder
from archive.warc.layout import new_id
from archive.warc.writer import WarcWriter, Written


class Unwritten(WarcWriter):
    """Says that a page was written, and does nothing for it."""

    _places = count(1 << 40)  # no two captures may have the same

    def write(self, exchange, **asked):
        if exchange.context.get("kind") != "page":
            return super().write(exchange, **asked)
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
                entity_size=len(exchange.response),
            )


def main() -> None:
    """`winnow` with the arguments of this process."""
    from winnow import main as winnow  # noqa: PLC0415 - after the writer has been replaced

    recorder.WarcWriter = Unwritten
    winnow()
