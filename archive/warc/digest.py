"""Labelled digests as WARC has them: "sha256:" and lower-case hex, "sha1:" and Base32."""

import base64
import binascii
import hashlib
from collections.abc import Iterable

KNOWN = {
    "sha1": hashlib.sha1,
    "sha-1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha-256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
    "sha-512": hashlib.sha512,
    "md5": hashlib.md5,
}


def sha256(content: bytes, more: bytes = b"") -> str:
    """The label of a content: sha256 in lower-case hex (iipc/warc-specifications#48)."""
    found = hashlib.sha256(content)
    if more:
        found.update(more)
    return "sha256:" + found.hexdigest()


def digest_fault(
    what: str, label: str | None, content: bytes | memoryview | Iterable[bytes]
) -> str | None:
    """Why a label and a content do not belong together; None when they do or nobody can say.

    A large content comes in pieces.
    """
    if not label:
        return None
    name, _, value = label.strip().partition(":")
    algorithm = KNOWN.get(name) or KNOWN.get(name.strip().lower())
    if algorithm is None or not value:
        return None
    if isinstance(content, bytes | memoryview):
        found = algorithm(content, usedforsecurity=False)
    else:
        found = algorithm(usedforsecurity=False)
        for piece in content:
            found.update(piece)
    if value == found.hexdigest() or found.digest() == _bytes_of(value.strip(), found.digest_size):
        return None
    return f"{what} differs"


def _bytes_of(value: str, size: int) -> bytes | None:
    """The digest written as hex or Base32, whichever has the right length; None for neither."""
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        bare = value.upper().rstrip("=")
        return base64.b32decode(bare + "=" * (-len(bare) % 8))
    except (ValueError, binascii.Error):
        return None
