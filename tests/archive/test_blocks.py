"""What is stored of blocks: all that cleaning said of them, in archives of any format."""

import json
import sqlite3
from contextlib import closing

import pytest

from archive import open_archive
from archive.cleaning.blocks import restored, written
from archive.schema.format import SCHEMA_VERSION
from cleaners import clean
from cleaners.article import Block
from cleaners.markdown import markdown
from tests.archive.exchanges import exchange
from tests.archive.older import take_stories_out
from tests.archive.stock import indexed
from tests.command import output

SENTENCE = "The keeper of the light wrote to the council that its lamp would need a new glass."
PAGE = f"""<!doctype html><html lang="en"><head><title>How a lamp is trimmed</title></head><body>
<article><h1>How a lamp is trimmed</h1><p>{SENTENCE} It had burned for ninety years, he said.</p>
<ol start="3"><li><p>Climb the stairs with both hands free, and count them on the way up.</p>
<p>There are ninety-one, unless the tide is high, when there are ninety.</p></li>
<li>Cut the wick straight across with the long scissors that hang beside the door.</li></ol>
<pre><code class="language-python">lamp.trim(millimetres=3)</code></pre>
<blockquote>A crooked wick makes a crooked flame, my mother used to tell us.</blockquote>
<blockquote>And a crooked flame makes soot, which was what she meant, I think.</blockquote>
<p>{SENTENCE} Nobody at the council has answered since the letter was sent on Monday.</p>
</article></body></html>"""
URL = "http://gazette.example/lamp"


@pytest.fixture
def folder(tmp_path):
    return indexed(tmp_path / "data", exchange("/lamp", PAGE.encode()))


def test_stored_blocks_are_those_of_the_page(folder):
    article = clean(PAGE.encode(), url=URL)
    assert {block.number for block in article.blocks} >= {3, 4}
    assert any(block.more for block in article.blocks)
    assert any(block.apart for block in article.blocks)
    assert any(block.syntax for block in article.blocks)
    with open_archive(folder) as archive:
        stored = archive.article(URL)
    assert stored is not None
    assert stored.blocks == article.blocks
    assert output(folder, "show", URL, "--markdown") == markdown(article)
    told = json.loads(output(folder, "show", URL, "--json"))["blocks"]
    assert [block["number"] for block in told if block["number"]] == [3, 4]


def test_blocks_come_back_as_they_were_written():
    blocks = (
        Block("one", 0, "heading", 2),
        Block("two\n\nand more", 3, "item", 1, apart=True, number=0),
        Block("", 4, "item", 1, more=True),
        Block("größer", 5, "code", 1, syntax="c++"),
    )
    text = "\n\n".join(block.text for block in blocks)
    assert restored(text, written(blocks)) == blocks


def test_an_archive_of_format_4_is_read_and_brought_up_to_date(folder):
    """There a block was its position, kind, level and length."""
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        take_stories_out(conn)
        conn.execute("drop trigger versions_are_append_only")
        (blocks,) = conn.execute("select blocks from versions").fetchone()
        old = json.dumps([block[:4] for block in json.loads(blocks)])
        conn.execute("update versions set blocks = ?", (old,))
        conn.execute("delete from _sqlite_migrations where name >= 'm005'")
        conn.execute("pragma user_version = 4")
    assert "- Cut the wick straight across" in output(folder, "show", URL, "--markdown")
    output(folder, "verify")
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        assert conn.execute("pragma user_version").fetchone()[0] == SCHEMA_VERSION
    output(folder, "rebuild")
    assert "4. Cut the wick straight across" in output(folder, "show", URL, "--markdown")
