"""Addresses that ask for what cannot be: Datasette takes some of them for faults of its own."""

import sqlite3

from datasette import Request
from datasette.utils.asgi import BadRequest
from datasette.views.base import DatasetteError

# What Datasette 0.65 raises where it reads a parameter without looking: no number, no JSON, no key
# in it, a number beyond SQLite's ("datatype mismatch").
UNREAD = (ValueError, LookupError, sqlite3.IntegrityError)


def mistake(request: Request, error: Exception) -> BadRequest | None:
    """The answer to an address that was mangled on its way here; None for what is a fault.

    Only where a parameter steers Datasette itself, as `_next=` or `id__in=` do.
    """
    if not any(name.startswith("_") or "__" in name for name in request.args):
        return None
    if isinstance(error, DatasetteError) and error.status == 500:
        return BadRequest(error.message)
    if not isinstance(error, UNREAD):
        return None
    return BadRequest(f"What stands after the ? of this address cannot be read: {error}")
