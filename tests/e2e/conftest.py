import sqlite3
from contextlib import closing

import pytest

from tests.command import output
from tests.e2e.road import Road, Twice, contents, copied, seed_for
from tests.site.server import serve


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The outlet crawled once into an archive; nobody writes into it."""
    folder = tmp_path_factory.mktemp("demo")
    with serve() as outlet:
        seed = seed_for(outlet, folder / "demo.toml")
        told = output(folder / "archive", "crawl", seed)
        yield Road(folder / "archive", outlet, seed, told)


AGAIN = """
    update frontier_urls set due = 1 where kind <> 'sitemap';
    update frontier_queues set next_due = 0;
"""


@pytest.fixture(scope="session")
def twice(demo, tmp_path_factory):
    """The demo's archive, crawled a second time; nobody writes into it."""
    copy = copied(demo.archive, tmp_path_factory.mktemp("twice") / "archive")
    before = contents(copy)
    with closing(sqlite3.connect(copy / "archive.db")) as db:
        db.executescript(AGAIN)
    asked = len(demo.outlet.exchanges)
    output(copy, "crawl", demo.seed)
    second = demo.outlet.exchanges[asked:]
    del demo.outlet.exchanges[asked:]  # the other tests compare with the first crawl
    return Twice(copy, before, second)
