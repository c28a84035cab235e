"""ARC 1 and 2, the format before WARC: a record's one line, read as WARC fields."""

import re

from archive.warc.dates import format_date, parse_date
from archive.warc.fields import Fields

# URL, IP address, date, type; in version 2 also result, checksum, location, offset, file name;
# then the length. Some old writers left spaces in URLs.
ARC_LINE = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]{1,15}:[^\r\n]{0,8192}?) (?P<ip>[0-9A-Fa-f.:]{1,45}|-) "
    rb"(?P<date>\d{12,17}) (?P<mime>[^ \r\n]{1,512})"
    rb"(?: (?P<result>\d{3}|-) [^ \r\n]+ [^ \r\n]+ \d+ [^ \r\n]+)? (?P<length>\d{1,15})\r?\n"
)
ARC_MARK = re.compile(rb"(?<=\n)" + ARC_LINE.pattern)


def arc_fields(line: re.Match[bytes], start: bytes) -> Fields:
    """The WARC fields that say what the line says; `start` is how the block begins."""
    url = line["url"].decode("utf-8", "replace")
    moment = parse_date(line["date"].decode())
    http = start[:5] == b"HTTP/"
    if url.startswith("filedesc:"):
        kind, content_type = "warcinfo", "text/plain"
    elif http:
        kind, content_type = "response", "application/http; msgtype=response"
    else:
        kind, content_type = "resource", line["mime"].decode("latin-1")
    pairs = [("WARC-Type", kind), ("Content-Type", content_type)]
    if kind != "warcinfo":
        pairs.append(("WARC-Target-URI", url))
    if moment:
        pairs.append(("WARC-Date", format_date(moment)))
    if line["ip"] not in {b"-", b"0.0.0.0"}:
        pairs.append(("WARC-IP-Address", line["ip"].decode()))
    pairs.append(("Content-Length", line["length"].decode()))
    return Fields(pairs)
