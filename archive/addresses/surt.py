"""The sort key of a URL in CDX indexes: host reversed, path and query in one plain spelling."""

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from archive.addresses.urls import PORTS

# What replay tools call session ids; they look them up without.
_PATH_SESSION = re.compile(
    rb"(?:\(a\([0-9a-z]{24}\)\)/|\([0-9a-z]{24}\)/|;jsessionid=[0-9a-z]{32})", re.IGNORECASE
)
_QUERY_SESSION = re.compile(
    rb"(?:^|(?<=&))(?:jsessionid=[0-9a-z]{32}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}"
    rb"|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)",
    re.IGNORECASE,
)
_WWW = re.compile(rb"www\d*\.")
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"


def surt(url: str) -> str:
    """The key as the `surt` package of the Internet Archive makes it: "example,gazette)/story/x".

    What is no http(s) address is its own key, lower case; never raises.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url.lower()
    if parts.scheme not in PORTS or not host:
        return url.lower()
    name = _WWW.sub(b"", _host(host), count=1) if _WWW.match(_host(host)) else _host(host)
    key = name if b":" in name else b",".join(reversed(name.split(b".")))
    if port is not None and port != PORTS[parts.scheme]:
        key += b":%d" % port
    key += b")" + _path(parts.path.encode("utf-8", "surrogateescape"))
    query = _query(parts.query.encode("utf-8", "surrogateescape"))
    return (key + (b"?" + query if query else b"")).decode("ascii", "replace")


def _host(host: str) -> bytes:
    try:
        name = host.encode("ascii" if host.isascii() else "idna")
    except UnicodeError:
        name = host.encode("utf-8", "surrogateescape")
    return _once(name.replace(b"..", b".").strip(b".").lower())


def _path(path: bytes) -> bytes:
    kept: list[bytes] = []
    for part in _bare(path).split(b"/")[1:]:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    joined = b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + b"".join(kept[-1:])
    plain = _PATH_SESSION.sub(b"", _once(joined).lower())
    return plain[:-1] if plain.endswith(b"/") and len(plain) > 1 else plain


def _query(query: bytes) -> bytes:
    plain = _QUERY_SESSION.sub(b"", _once(_bare(query))).lower()
    pairs = [pair.split(b"=", 1) for pair in plain.split(b"&")]
    return b"&".join(b"=".join(pair) for pair in sorted(pairs))


def _bare(text: bytes) -> bytes:
    """Unescaped until nothing changes: %2541 is A."""
    plain = bytes(unquote_to_bytes(text))
    return plain if plain == text else _bare(plain)


def _once(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_SAFE).encode("ascii")
