"""Which addresses are one page in an archive: `url_key`, with the parameters its sources keep."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from archive.addresses.urls import host_of, url_key

Key = Callable[[str], str]
Kept = dict[str, frozenset[str]]  # host, or a dot and a domain: names of parameters

_TOLD = "select told from sources where told like '%\"keep_params\"%'"


def page_key(conn: sqlite3.Connection) -> Key:
    """The key of any URL. Parameters that look like trackers stay on the hosts of a source that
    last said so (`settings["sources"][ID]`: keep_params, hosts), whoever fetched the page.
    """
    kept: Kept = {}
    for (told,) in conn.execute(_TOLD):
        with suppress(ValueError, KeyError, TypeError, AttributeError):  # of a foreign WARC file
            source = json.loads(told)
            names = frozenset(map(str, source["keep_params"]))
            for host in source["hosts"]:
                kept[host] = kept.get(host, frozenset()) | names
    return partial(_keyed, kept) if kept else url_key


def hash_of(key: str) -> str:
    """By which a page that was removed is known again: SHA-256 of its key, hexadecimal."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _keyed(kept: Kept, url: str) -> str:
    host = host_of(url).removeprefix("www.")
    _first, *more = host.split(".")
    wider = (f".{'.'.join(more[start:])}" for start in range(len(more)))
    names = (kept.get(name, frozenset()) for name in (host, f".{host}", *wider))
    return url_key(url, frozenset[str]().union(*names))
