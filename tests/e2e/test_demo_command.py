"""`make demo` as a newcomer sees it."""

from tests.e2e.road import rows, winnow
from tests.site import labels


def test_the_demo_crawls_searches_and_says_how_to_go_on(tmp_path):
    archive = tmp_path / "demo"
    said = winnow(archive, "demo")
    assert "44 new" in said
    assert "Old harbour bridge reopens" in said
    assert "a man with a wheelbarrow who had promised" in said
    assert f"winnow --archive {archive} serve" in said
    assert len(rows(archive, "select id from articles")) == len(labels.expected())
    winnow(archive, "verify")
