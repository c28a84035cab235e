"""When two URLs are the same page: a key to tell, and a plain form to fetch."""

import re
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import SplitResult, unquote_plus, urlsplit, urlunsplit

# Parameters that say where a reader came from, never which page it is. Conservative on purpose:
# names such as ref, source, cid or id select content on some sites and stay.
NAMES = """
fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id epik
igshid igsh mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi hsctatracking vero_id vero_conv
oly_anon_id oly_enc_id srsltid wt_mc xtor at_medium at_campaign __twitter_impression
guccounter guce_referrer guce_referrer_sig
pk_campaign pk_kwd pk_source pk_medium pk_content jsessionid phpsessid
"""
TRACKERS = frozenset(NAMES.split())
TRACKER_PREFIXES = ("utm_", "mtm_", "aspsessionid")
PLAIN_HOST = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?:[/?#]|$)")
PORTS = {"http": 80, "https": 443}
PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?#]*", re.IGNORECASE)


def url_key(url: str, keep: Collection[str] = ()) -> str:
    """The identity of a page: equal for all URLs that differ only in scheme (http, https), `www.`,
    default port, user name, fragment, escapes, order of parameters, or trackers.

    `keep` names parameters that stay although they look like trackers. The key is no URL: it has
    no scheme. What is not http(s), or cannot be parsed, is its own key; never raises.
    """
    from w3lib.url import canonicalize_url  # noqa: PLC0415 - a search should not wait for it

    try:
        parts = _split(url)
        if parts is None:
            return url
        # The host is settled already: w3lib sees a fixed one, so that odd hosts cannot upset it.
        rest = canonicalize_url(
            urlunsplit(("http", "host", _path(parts, keep), _query(parts.query, keep), ""))
        )
        host = _host(parts)
    except ValueError:
        return url
    bare = host.removeprefix("www.")
    return (bare if "." in bare else host) + rest.removeprefix("http://host")


def plain_url(url: str, keep: Collection[str] = ()) -> str:
    """The URL to fetch: as the site wrote it, without fragment, trackers, user name and default
    port. The order of parameters and all escapes stay; never raises.
    """
    try:
        parts = _split(url)
        if parts is None:
            return url
        path = _path(parts, keep) or "/"
        host = _host(parts)
    except ValueError:
        return url
    return urlunsplit((parts.scheme.lower(), host, path, _query(parts.query, keep), ""))


def host_of(url: str) -> str:
    """The host of a URL with its port when that is not the default; "" when there is none."""
    if plain := PLAIN_HOST.match(url):  # nearly all are; parsing takes ten times as long
        return plain[1]
    try:
        parts = _split(url)
        return "" if parts is None else _host(parts)
    except ValueError:
        return ""


def _split(url: str) -> SplitResult | None:
    parts = urlsplit(url.strip())
    return parts if parts.scheme.lower() in PORTS and parts.hostname else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        with suppress(UnicodeError):  # no valid name: as written; it fails when it is looked up
            host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    if parts.port is None or parts.port == PORTS[parts.scheme.lower()]:
        return host
    return f"{host}:{parts.port}"


def _path(parts: SplitResult, keep: Collection[str]) -> str:
    if keep and {"jsessionid", "phpsessid"} & {name.lower() for name in keep}:
        return parts.path
    return PATH_SESSION.sub("", parts.path) if ";" in parts.path else parts.path


def _query(query: str, keep: Collection[str]) -> str:
    if not query:
        return ""
    kept = [pair for pair in query.split("&") if not _tracks(pair, keep)]
    return "&".join(kept)


def _tracks(pair: str, keep: Collection[str]) -> bool:
    name = pair.partition("=")[0]
    if name in keep:
        return False
    name = unquote_plus(name).lower()
    return name in TRACKERS or name.startswith(TRACKER_PREFIXES)
