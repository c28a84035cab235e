"""Dates in feeds and sitemaps that cannot be are no dates; the listing's capture says so."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from crawler.dates import believed
from tests.command import winnow
from tests.crawler.command import seed
from tests.site.answer import Reply
from tests.site.server import serve

DAYS = {
    "/a": "2026-03-01T09:30:00+01:00",
    "/b": "0001-01-01T00:00:00Z",
    "/c": "9999-12-31",
    "/d": "soon",
}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026", "2026"),
        ("2026-03", "2026-03"),
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T09:30:00.123Z", "2026-03-01T09:30:00.123Z"),
        ("1912-04-16", "1912-04-16"),
        ("2027-03-01", "2027-03-01"),
        ("20260301", "2026-03-01"),
        ("Sun, 01 Mar 2026 09:30:00 +0100", "2026-03-01T09:30:00+01:00"),
        *((text, None) for text in ("0001-01-01", "0000-00-00 00:00:00", "9999-12-31", "2027-04")),
        *((text, None) for text in ("2026-02-30", "2026-13", "1970-01-01T00:00:00Z", "yesterday")),
        *((text, None) for text in ("1-01-01T00:00:00Z", "-001-11-30T00:00:00+00:00", " ")),
    ],
)
def test_a_date_is_believed_or_not(text, kept):
    assert believed(text, date(2026, 3, 2)) == kept


def test_what_cannot_be_is_not_stored(tmp_path):
    def answer(request):
        body = "<h1>Barges</h1><p>The harbor office counted all of the barges on Tuesday.</p>"
        if request.path == "/map.xml":
            rows = "".join(
                f"<url><loc>http://{request.host}{path}</loc><lastmod>{day}</lastmod></url>"
                for path, day in DAYS.items()
            )
            body = f"<urlset>{rows}</urlset>"
        if request.path == "/feed":
            rows = ",".join(
                f'{{"url": "http://{request.host}/feed{path}", "date_published": "{day}"}}'
                for path, day in DAYS.items()
            )
            body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{rows}]}}'
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
        return Reply((head % len(body) + body).encode())

    with serve(answer=answer) as site:
        more = [f'sitemaps = ["{site.url}map.xml"]', f'feeds = ["{site.url}feed"]']
        told = winnow(tmp_path / "a", "crawl", seed(tmp_path, site.url, *more, "articles = []"))
    assert told.returncode == 0, told.stderr
    with closing(sqlite3.connect(tmp_path / "a/archive.db")) as conn:
        dated = conn.execute("select dated, dated_by from frontier where dated is not null")
        assert sorted(dated) == [(DAYS["/a"], "feed"), (DAYS["/a"], "sitemap")]
        reasons = conn.execute("select reason from captures where kind in ('feed', 'sitemap')")
        assert set(reasons) == {(f"3 impossible dates left out: {DAYS['/b']}",)}
        fetched = conn.execute("select count(*) from crawl_outcomes where outcome = 'fetched'")
        assert fetched.fetchone() == (3 + 2 * len(DAYS),)
