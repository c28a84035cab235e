"""What follows a run: new articles are compared, as far as there is time and nobody stops it."""

import json

from archive import open_archive
from archive.stories.rows import waiting
from crawler.afterwards import find_after
from tests.archive.exchanges import page
from tests.archive.sample import Sample
from tests.archive.stories import reports
from tests.archive.stories.shelf import put, stories
from tests.command import output, winnow
from tests.crawler.test_crawl import reply
from tests.site.server import serve


def test_a_report_that_two_sites_have_is_a_story_when_the_run_ends(tmp_path):
    def answer(request):
        if request.path == "/robots.txt":
            return reply("", "404 Not Found")
        return reply(page("Pier", *reports.HARBOR.split("\n")).decode())

    with serve(answer=answer) as one, serve(host="127.0.0.2", answer=answer) as other:
        for url in (one.url, other.url):
            told = winnow(tmp_path / "a", "fetch", f"{url}/x", "--allow-address", "127.0.0.0/8")
            assert told.returncode == 0, told.stderr
    (story,) = map(json.loads, output(tmp_path / "a", "stories", "--json").splitlines())
    assert (story["articles"], story["sites"], story["title"]) == (2, 2, "Pier")


def test_a_signal_leaves_the_rest_to_the_next_run(tmp_path):
    sample = Sample(tmp_path / "data")
    for place in range(3):
        put(sample, f"https://s{place}.example/", reports.HARBOR, place)
    sample.db.close()
    with open_archive(tmp_path / "data", write=True, recover=False) as archive:
        find_after(archive, 100.0, lambda: True)
        assert waiting(archive.conn) == 3
        find_after(archive, 0.0, lambda: False)
        assert waiting(archive.conn) == 0
    assert stories(tmp_path / "data") == {"s0": [("s1", "same"), ("s2", "same")]}
