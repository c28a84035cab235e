"""What came back on the wire, taken apart: head, entity, what was removed and why."""

from dataclasses import dataclass, field

from archive.warc.httphead import HttpHead


@dataclass(slots=True)
class Answer:
    """The response of an exchange as it will be stored."""

    head: bytes  # as stored: framing fields renamed where they would be false now
    entity: bytes  # body without chunk framing and surplus bytes; content codings kept
    http: HttpHead | None  # None: what came is not HTTP, and `entity` is all of it
    payload_digest: str | None
    truncated: str | None
    te_decoded: bool = False
    remarks: dict[str, str] = field(default_factory=dict)  # fields of the metadata record
