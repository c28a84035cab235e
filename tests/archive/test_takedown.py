"""Takedown: not a byte of the page is left anywhere in the folder, and all else stays."""

import json
import shutil
import subprocess

import pytest

from archive import open_archive
from archive.captures.files import IMPORTING, open_file
from archive.takedowns.takedown import take_down
from crawler.frontier import Discovered, Finished, Frontier
from crawler.schema.migrations import frontier_migrations
from tests.archive.compare import differences
from tests.archive.exchanges import exchange
from tests.archive.removed import (
    NAME,
    PATH,
    PERSON,
    URL,
    WORDS,
    assert_gone,
    copy,
    crawl,
    everything,
    others_hold_it,
    two_crawls,
)
from tests.archive.warc.records import flip
from tests.command import ROOT, output, winnow


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    folder = tmp_path_factory.mktemp("takedown") / "data"
    two_crawls(folder)
    with open_archive(folder, write=True) as archive:
        frontier_migrations.apply(archive.db)
        with archive.atomic():
            frontier = Frontier(archive.conn)
            known = [
                Discovered(f"http://gazette.example{path}", f"gazette.example{path}", "page", "g")
                for path in (PATH, "/before")
            ]
            frontier.put_discovered(known, 0.0)
            leases = frontier.get_urls(2, sources={"g": 9}, started=0, now=1, per_host={"g": 9})
            ends = [Finished(lease, "redirect", None, detail=URL) for lease in leases]
            frontier.finish(ends, 1, 1.0)
    assert all(word in everything(folder) for word in WORDS)
    return folder


@pytest.fixture
def folder(before, tmp_path):
    return shutil.copytree(before, tmp_path / "data")


@pytest.fixture(scope="module")
def after(before, tmp_path_factory):
    """The same archive when the page was taken down, by another spelling of its address."""
    folder = shutil.copytree(before, tmp_path_factory.mktemp("after") / "data")
    told = output(
        folder,
        *("takedown", "--yes", "--reason", "a court said so"),
        f"https://www.gazette.example{PATH}?utm_source=x",
    )
    assert "3 captures, 1 text, 9 records removed\n" in told
    return folder


def test_nothing_of_the_page_stays(after):
    assert_gone(after)
    with open_archive(after, write=True) as archive:
        conn = archive.conn
        conn.execute("create virtual table temp.words using fts5vocab(main, versions_fts, row)")
        terms = {row[0] for row in conn.execute("select term from words")}
        assert "quillfeather" not in terms
        assert "barges" in terms
        assert conn.execute("pragma freelist_count").fetchone()[0] == 0


def test_all_else_stays_and_is_in_order(after):
    assert "all as it should be" in output(after, "verify")
    with open_archive(after) as archive:
        urls = [row[0] for row in archive.conn.execute("select url from articles order by url")]
        assert [url.rsplit("/", 1)[-1] for url in urls] == ["after", "before", "secret-person-2"]
        row = archive.conn.execute("select * from takedowns").fetchone()
        assert (row["reason"], row["captures"], row["records"]) == ("a court said so", 3, 9)
        urls = [row[0] for row in archive.conn.execute("select url from frontier_urls")]
        assert urls == ["http://gazette.example/before"]
        name, stats = archive.conn.execute("select name, stats from crawls where id = 2").fetchone()
    assert (name, stats) == ("[removed] 10", '{"troubles": ["[removed]: timeout"]}')
    assert "before" in output(after, "show", "--raw", urls[0])
    assert "no capture of" in output(after, "takedown", "--yes", URL, code=1)


def test_a_rebuild_equals_what_the_takedown_left(after, tmp_path):
    copy = shutil.copytree(after, tmp_path / "data")
    (copy / "archive.db").unlink()
    output(copy, "rebuild")
    with open_archive(after) as one, open_archive(copy) as other:
        assert differences(one, other) == {}


def test_no_road_brings_it_back(before, after, tmp_path):
    folder = shutil.copytree(after, tmp_path / "data")
    told = output(folder, "import", before / "warcs")
    assert "3 captures of pages that were taken down left out" in told
    assert_gone(folder)
    assert f"no article {URL}: it was taken down on 20" in output(folder, "show", URL, code=1)
    assert "all as it should be" in output(folder, "verify")
    shutil.copy(next((before / "warcs").iterdir()), folder / "warcs")
    output(folder, "rebuild")
    assert_gone(folder)
    with open_archive(folder, write=True) as archive:
        frontier_migrations.apply(archive.db)
        found = Discovered(URL + "#top", f"gazette.example{PATH}", "page", "g")
        assert Frontier(archive.conn).put_discovered([found], 0.0) == 0
        assert archive.article(URL) is None


def test_an_address_that_is_not_there_stops_no_other(before, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(before, folder)
    none = "http://gazette.example/none"
    told = output(folder, "takedown", "--yes", "--json", none, URL, code=1)
    rows = [json.loads(line) for line in told.splitlines()[:-1]]
    assert [(row["url"], row["captures"] > 0) for row in rows] == [(none, False), (URL, True)]
    assert told.splitlines()[-1].startswith(f"winnow: no capture of {none} in ")
    lifted = output(folder, "takedown", "--lift", "--json", none, URL)
    assert [json.loads(line)["url"] for line in lifted.splitlines()] == [none, URL]
    output(folder, "takedown", "--yes", URL, code=1)
    assert f"{URL}: may be archived" in output(folder, "takedown", "--lift", none, URL, code=1)


def test_a_tombstone_can_be_lifted(before, after, tmp_path):
    folder = shutil.copytree(after, tmp_path / "data")
    assert "may be archived again" in output(folder, "takedown", "--lift", URL)
    assert "not taken down in" in output(folder, "takedown", "--lift", URL, code=1)
    output(folder, "rebuild")
    with open_archive(folder) as archive:
        assert archive.article(URL) is None  # what was removed stays removed
    output(folder, "import", before / "warcs")
    with open_archive(folder) as archive:
        assert archive.article(URL) is not None
    assert "all as it should be" in output(folder, "verify")


def test_it_tells_how_far_it_is(folder):
    told = []
    with open_archive(folder, write=True) as archive:
        size = archive.conn.execute("select sum(size) from warc_files").fetchone()[0]
        take_down(archive, URL, None, lambda *so_far: told.append(so_far))
    steps = [(done, of) for what, done, of in told if what == "bytes written anew"]
    assert steps == sorted(steps)
    assert 0 < steps[-1][0] < steps[-1][1] <= size


def test_what_was_kept_aside_goes_too(folder):
    [first, second] = sorted((folder / "warcs").iterdir())
    second.with_name("left.warc.gz.torn").write_bytes(first.read_bytes()[:-30])
    content = bytearray(second.read_bytes())
    content[-40:-10] = bytes(30)  # the crawl's end
    second.write_bytes(content)
    output(folder, "repair")
    assert (folder / "warcs/damaged" / second.name).is_file()
    (folder / "archive.db.old").write_bytes(NAME.encode())
    output(folder, "takedown", "--yes", URL)
    assert [word for word in WORDS[:1] if word in everything(folder)] == []
    assert "all as it should be" in output(folder, "verify")


def test_what_killed_commands_left_goes_too(folder, before):
    """A rebuild, a rewriting, and imports that ended before and after their file had a row."""
    [first, second] = sorted((before / "warcs").iterdir())
    (folder / "rebuild").mkdir()
    shutil.copy(before / "archive.db", folder / "rebuild")
    (folder / "warcs/x.warc.gz.part").write_bytes(NAME.encode())
    for number, file in enumerate((first, second)):
        home = folder / f"warcs/import-2099010100000{number}"
        home.mkdir()
        shutil.copy(file, home)
    with open_archive(folder, write=True) as archive, archive.atomic() as conn:
        open_file(conn, f"import-20990101000000/{first.name}", origin="import", state=IMPORTING)
    output(folder, "takedown", "--yes", URL)
    assert [word for word in WORDS[:1] if word in everything(folder)] == []
    output(folder, "import", before / "warcs")  # goes on with them
    assert [word for word in WORDS[:1] if word in everything(folder)] == []
    assert "all as it should be" in output(folder, "verify")
    shutil.copytree(folder, folder.with_name("again"))
    output(folder.with_name("again"), "rebuild")
    with open_archive(folder) as one, open_archive(folder.with_name("again")) as other:
        assert differences(one, other) == {}


def test_a_killed_import_purges_when_it_goes_on(before, after, tmp_path):
    folder = shutil.copytree(after, tmp_path / "data")
    [first, _second] = sorted((before / "warcs").iterdir())
    home = folder / "warcs/import-20990101000000"
    home.mkdir()
    shutil.copy(first, home)
    with open_archive(folder, write=True) as archive, archive.atomic() as conn:
        name = f"{home.name}/{first.name}"
        open_file(conn, name, origin="import", state=IMPORTING)
    output(folder, "import", before / "warcs")
    assert [word for word in WORDS[:1] if word in everything(folder)] == []
    with open_archive(folder) as archive:
        assert (
            archive.conn.execute(
                "select count(*) from warc_files where state = 'importing'"
            ).fetchone()[0]
            == 0
        )


def test_a_killed_takedown_is_completed(folder, before):
    output(folder, "takedown", "--yes", URL)
    old = min((before / "warcs").iterdir())
    shutil.copy(old, folder / "warcs")  # as if it had been killed before the old file went
    with open_archive(folder, write=True):
        pass
    assert [word for word in WORDS[:1] if word in everything(folder)] == []
    assert "all as it should be" in output(folder, "verify")


def test_what_cannot_be_read_of_its_files_is_named(folder):
    with open_archive(folder) as archive:
        other = archive.captures("u.url like '%/before' order by c.id limit 1")[0]
    path = folder / "warcs" / other.file
    path.write_bytes(flip(path.read_bytes(), other.offset + other.length // 2))
    done = winnow(folder, "takedown", "--yes", "--json", URL)
    assert done.returncode == 0
    [damage] = json.loads(done.stdout)["damages"]
    assert damage.startswith(f"{other.file}: ")
    assert f"at byte {other.offset}, {other.length} bytes passed over" in damage
    assert f"winnow: gone with the old file: {damage}\n" in done.stderr


def test_other_addresses_of_the_article_go_with_it(tmp_path):
    folder = tmp_path / "data"
    crawl(folder, 0, exchange("/plain", PERSON), exchange("/amp", PERSON, minute=1))
    assert "2 captures, 1 text" in output(folder, "takedown", "--yes", "gazette.example/amp")
    assert [word for word in WORDS[:1] if word in everything(folder)] == []


def test_other_addresses_keep_the_bytes_they_gave(tmp_path):
    folder = tmp_path / "data"
    twins = ["/twin", "/triplet"]
    crawl(folder, 0, exchange(PATH, PERSON), *(copy(path, 1) for path in twins[:1]))
    crawl(folder, 5, exchange(PATH, PERSON, minute=5), *(copy(path, 5) for path in twins))
    told = output(folder, "takedown", "--yes", URL)
    assert "stay under http://courier.example/triplet, http://courier.example/twin\n" in told
    others_hold_it(folder)
    raw = output(folder, "show", "--raw", "http://courier.example/twin")
    assert NAME in raw
    check = [str(ROOT / ".venv-partners/bin/warcio"), "check", *map(str, folder.rglob("*.gz"))]
    run = subprocess.run(check, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    rebuilt = shutil.copytree(folder, tmp_path / "rebuilt")
    output(rebuilt, "rebuild")
    with open_archive(folder) as one, open_archive(rebuilt) as other:
        assert differences(one, other) == {}
