"""`make demo` as a newcomer sees it."""

import socket

from tests.command import output
from tests.e2e.road import rows
from tests.site import labels


def test_the_demo_crawls_searches_and_says_how_to_go_on(tmp_path):
    archive = tmp_path / "my demo"
    said = output(archive, "demo")
    assert "44 new" in said
    assert "Old harbour bridge reopens" in said
    assert "a man with a wheelbarrow who had promised" in said
    assert f"winnow --archive '{archive}' serve" in said
    assert len(rows(archive, "select id from articles")) == len(labels.expected())
    output(archive, "verify")
    # Again, while somebody has its port: refused, or every article would be there twice.
    ((url,),) = rows(archive, "select url from articles limit 1")
    port = int(url.split(":")[2].partition("/")[0])
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert f"the newspaper of port {port}" in output(archive, "demo", code=1)
    assert "0 new and 0 changed articles" in output(archive, "demo")
    assert len(rows(archive, "select id from articles")) == len(labels.expected())
