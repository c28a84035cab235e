"""A page that is to be taken down: crawls that hold it, and where it may still be."""

from archive import open_archive
from archive.indexing import Indexing
from archive.warc.reader import read_warc
from archive.warc.record import Record
from tests.archive.exchanges import exchange, page, story
from tests.command import output

NAME = "Persephone Quillfeather"
PATH = "/secret-person"
URL = f"http://gazette.example{PATH}"
PERSON = page("A person", story("person"), f"{NAME} lived here.", story("end"))
WORDS = (b"Quillfeather", b"secret-person", b"quillfeather")


def everything(folder):
    """All bytes of the folder, heads and blocks of records too."""
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for path in folder.rglob("*.gz"):
        for one in read_warc(path):
            if isinstance(one, Record):
                found += [repr(one.fields).encode(), one.block]
    return b"\n".join(found)


def crawl(folder, minute, *exchanges, name="round"):
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive) as indexing:
        number = archive.begin_crawl(f"{name} {minute}", {"minute": minute})
        for each in exchanges:
            with archive.append([each]):
                pass
        indexing.drain()
        archive.end_crawl(number, "done", {"troubles": [f"{URL}: timeout"] if minute else []})


def two_crawls(folder):
    """The page, what leads to it, what it leads to, the same bytes again."""
    crawl(
        folder,
        0,
        exchange("/before", page("b", story("before"))),
        exchange(PATH, PERSON, minute=1),
        exchange("/after", minute=2, via=URL),
        exchange(f"{PATH}-2", page("Other", story("other")), minute=3, via=URL),
    )
    crawl(
        folder,
        10,
        exchange(PATH, PERSON, minute=10),  # a revisit
        exchange("/old-name", b"", status="301 Moved", headers=[f"Location: {PATH}"], minute=11),
        exchange("/before", page("b", story("edited")), minute=12),
        name=URL,
    )


def copy(path, minute):
    """The page as another site gives it, which took it over."""
    return exchange(path, PERSON, minute=minute, host="courier.example")


def assert_gone(folder):
    left = everything(folder).replace(b"secret-person-2", b"")  # a page of its own
    assert [word for word in WORDS if word in left] == []


def others_hold_it(folder):
    """Others that gave its bytes have them still: one record, revisits of that, the text."""
    assert b"secret-person" not in everything(folder)
    assert "all as it should be" in output(folder, "verify")
    with open_archive(folder) as archive:
        first, *others = archive.captures("c.status = 200 order by c.id")
        assert (first.url, first.record_type) == ("http://courier.example/twin", "response")
        assert [(c.record_type, c.revisit_of) for c in others] == [("revisit", first.id)] * 2
        assert {c.state for c in (first, *others)} == {"done"}
        assert all(NAME in archive.article(c.url).text for c in (first, *others))
