import pytest

from tests.e2e.road import Road, seed_for, winnow
from tests.site.server import serve


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The outlet crawled once into an archive; nobody writes into it."""
    folder = tmp_path_factory.mktemp("demo")
    with serve() as outlet:
        seed = seed_for(outlet, folder / "demo.toml")
        output = winnow(folder / "archive", "crawl", seed)
        yield Road(folder / "archive", outlet, seed, output)
