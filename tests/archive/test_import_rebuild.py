"""Import and rebuild: the same rows as the live crawl, foreign files, damage, repetition."""

import gzip
import hashlib
import io
import json
import shutil
import zipfile

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import open_archive
from archive.care.rebuilding import rebuild
from archive.indexing import Indexing
from archive.intake.importing import import_files
from tests.archive.compare import differences
from tests.archive.exchanges import exchange, page, story
from tests.archive.warc.records import record
from tests.command import winnow


def nothing(_what, _done, _of):
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """An archive as a crawl makes it, with every kind of capture."""
    folder = tmp_path_factory.mktemp("live") / "data"
    same = page("Same", story("same"), story("again"))
    with open_archive(folder, write=True, create=True) as archive:
        for name, rounds in (("first", range(2)), ("second", range(2, 4))):
            crawl = archive.begin_crawl(name, {"user_agent": "winnow-test", "depth": 3})
            with Indexing(archive, jobs=2) as indexing:
                for minute in rounds:
                    batch = [
                        exchange("/robots.txt", b"User-agent: *", kind="robots", minute=minute),
                        exchange("/", minute=minute, kind="listing", depth="0"),
                        exchange("/same", same, minute=minute, kind="article", via="/"),
                        exchange("/twin", same, minute=minute, kind="article"),
                        exchange(f"/gone/{minute}", b"no", status="404 Not Found", minute=minute),
                        exchange(
                            "/moved",
                            b"",
                            status="301 Moved",
                            headers=["Location: /a"],
                            minute=minute,
                        ),
                        exchange(
                            "/a?utm_source=x",
                            page("A", story(f"edit {minute // 2}")),
                            minute=minute,
                            headers=[f'ETag: "{minute // 2}"', "Last-Modified: now"],
                        ),
                        exchange(
                            "/a?utm_source=x",
                            b"",
                            status="304 Not Modified",
                            minute=minute + 10,
                            asked=['If-None-Match: "0"'],
                            headers=['ETag: "0"'],
                        ),
                        exchange("/cut", page("C", story("cut")), minute=minute, truncated="time"),
                        exchange("/logo", b"\x89PNG" + bytes(50), minute=minute),
                    ]
                    silent = exchange("/silent", minute=minute)
                    silent.response, silent.error = b"", "timeout"
                    noise = exchange("/noise", minute=minute)
                    noise.response = b"220 ftp ready\r\n"
                    nowhere = exchange("/nowhere", minute=minute)
                    nowhere.response, nowhere.request, nowhere.error = b"", b"", "dns"
                    with archive.append([*batch, silent, noise, nowhere]):
                        pass
                indexing.drain()
            archive.end_crawl(crawl, "done", {"urls": 26, "of": name})
    return folder


def test_import_of_a_crawls_files_gives_the_same_rows(live, tmp_path):
    run = winnow(tmp_path / "data", "import", live / "warcs", "--json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    with open_archive(live) as one, open_archive(tmp_path / "data") as other:
        assert one.conn.execute("select count(*) from captures").fetchone()[0] == 52
        assert differences(one, other, ids=True) == {}
    assert (report["files"], report["captures"], report["damages"]) == (2, 52, [])


def test_rebuild_gives_the_same_rows(live, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(live, copy)
    run = winnow(copy, "rebuild")
    assert run.returncode == 0, run.stderr
    assert "52 captures added" in run.stdout
    with open_archive(live) as one, open_archive(copy) as other:
        assert differences(one, other, ids=True) == {}
    assert sorted(p.name for p in copy.iterdir()) == [
        "archive.db",
        "archive.db.old",
        "lock",
        "warcs",
    ]
    (copy / "archive.db").unlink()
    rebuild(copy, jobs=2, progress=nothing)
    with open_archive(live) as one, open_archive(copy) as other:
        assert differences(one, other, ids=True) == {}


def test_importing_again_adds_nothing(live, tmp_path):
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        import_files(archive, [live / "warcs"])
        before = list(archive.warcs.rglob("*.gz"))
        again = import_files(archive, [live / "warcs"])
        assert (again.known_files, again.captures, again.cleaned) == (2, 0, 0)
        own = import_files(archive, [archive.warcs])
        assert (own.known_files, own.captures) == (2, 0)
        assert list(archive.warcs.rglob("*.gz")) == before
    with open_archive(live) as one, open_archive(tmp_path / "data") as other:
        assert differences(one, other) == {}
    # A crawl's own files, imported into the archive that wrote them: nothing is new either.
    shutil.copytree(live, tmp_path / "own")
    with open_archive(tmp_path / "own", write=True) as archive:
        report = import_files(archive, [live / "warcs"])
        assert (report.captures, report.known, report.known_files) == (0, 52, 2)
        assert len(list(archive.warcs.rglob("*"))) == 2


def test_import_order_does_not_matter(live, tmp_path):
    files = sorted((live / "warcs").iterdir(), reverse=True)
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        for file in files:
            import_files(archive, [file])
    with open_archive(live) as one, open_archive(tmp_path / "data") as other:
        found = differences(one, other)
    # A revisit whose original comes later is settled when it has come.
    assert set(found) <= {"captures", "crawls"}, found


def write_warc(path, pages, *, compress=True, version="1.0"):
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compress, warc_version=version)
        for url, body in pages:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=head
            )
            writer.write_record(record)
    return path


PAGES = [(f"http://gazette.example/{n}", page(f"Title {n}", story(f"{n}"))) for n in range(6)]


@pytest.mark.parametrize(
    "form", ["gz", "plain", "one member", "wacz", "deflated wacz", "zst", "bz2"]
)
def test_foreign_files_come_in_whole_in_any_form(tmp_path, form):
    import bz2

    import zstandard

    plain = write_warc(tmp_path / "other.warc", PAGES, compress=False)
    packed = write_warc(tmp_path / "other.warc.gz", PAGES)
    content = plain.read_bytes()
    target = {"gz": packed, "plain": plain}.get(form, tmp_path / form.replace(" ", "-"))
    if form == "one member":
        target.write_bytes(gzip.compress(content))
    elif form == "zst":
        target.write_bytes(zstandard.ZstdCompressor().compress(content))
    elif form == "bz2":
        target.write_bytes(bz2.compress(content))
    elif "wacz" in form:
        method = zipfile.ZIP_DEFLATED if "deflated" in form else zipfile.ZIP_STORED
        with zipfile.ZipFile(target, "w", method) as package:
            package.write(packed, "archive/data.warc.gz")
            package.writestr("datapackage.json", "{}")
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        report = import_files(archive, [target])
        assert (report.captures, report.damages, report.refused) == (6, [], [])
        texts = [row[0] for row in archive.conn.execute("select text from articles order by id")]
        assert [story(f"{n}") in text for n, text in enumerate(texts)] == [True] * 6
        kept = next(path for path in archive.warcs.rglob("*") if path.is_file())
        if form in {"gz", "plain"}:
            assert kept.name == target.name
            assert kept.read_bytes() == target.read_bytes()
        assert import_files(archive, [target]).captures == 0


def test_a_large_file_in_one_member_is_made_addressable(tmp_path):
    pages = [
        (f"http://g.example/{n}", page(f"{n}", story(f"{n}", 30)) + bytes(300_000))
        for n in range(12)
    ]
    plain = write_warc(tmp_path / "other.warc", pages, compress=False)
    packed = tmp_path / "big.warc.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        report = import_files(archive, [packed])
        assert (report.captures, report.damages) == (12, [])
        inner = archive.conn.execute("select max(warc_inner) from captures").fetchone()[0]
        assert inner == 0
        assert import_files(archive, [packed]).known_files == 1


def test_damage_costs_only_what_it_hit(tmp_path):
    path = write_warc(tmp_path / "hurt.warc.gz", PAGES)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 30] = b"\xff" * 30
    path.write_bytes(content[:-40])
    run = winnow(tmp_path / "data", "import", path)
    assert run.returncode == 6
    assert run.stderr.count("winnow: damaged: hurt.warc.gz: ") == 2
    assert run.stderr.endswith("winnow: 2 damaged stretches: all good records are in\n")
    with open_archive(tmp_path / "data") as archive:
        assert archive.conn.execute("select count(*) from articles").fetchone()[0] == 4
        note = archive.conn.execute("select note from warc_files").fetchone()[0]
    assert len(note.splitlines()) == 2
    (tmp_path / "page.html").write_text("<!doctype html><p>Roses are red.")
    run = winnow(tmp_path / "more", "import", path, tmp_path / "page.html")
    assert run.returncode == 6  # damage is told, whatever else there is to tell
    last = run.stderr.splitlines()[-1]
    assert last.startswith("winnow: page.html: no WARC or ARC record in it")
    assert last.endswith("; 2 damaged stretches: all good records are in")


def test_what_is_no_warc_is_refused_in_one_line_and_the_rest_comes_in(tmp_path):
    good = write_warc(tmp_path / "good.warc.gz", PAGES)
    (tmp_path / "empty").mkdir()
    (tmp_path / "poem.warc").write_text("roses are red\n" * 50)
    arguments = [tmp_path / "poem.warc", tmp_path / "missing.warc", tmp_path / "empty", good]
    run = winnow(tmp_path / "data", "import", *arguments)
    assert run.returncode == 1
    assert "6 captures added" in run.stdout
    last = run.stderr.strip().splitlines()[-1]
    assert run.stderr == last + "\n"  # and nothing is called damaged
    for name in ("poem.warc: no WARC", "missing.warc: no such file", "empty: no .warc"):
        assert name in last
    with open_archive(tmp_path / "data") as archive:
        assert [row[0] for row in archive.conn.execute("select path from warc_files")] != []
        assert len([p for p in archive.warcs.rglob("*") if p.is_file()]) == 1


def test_a_page_is_not_called_a_damaged_file(tmp_path):
    (tmp_path / "page.html").write_text("<!doctype html><p>Roses are red.")
    run = winnow(tmp_path / "data", "import", tmp_path / "page.html", "--json")
    assert (run.returncode, json.loads(run.stdout)["damages"]) == (1, [])
    assert run.stderr == (
        "winnow: page.html: no WARC or ARC record in it; `winnow clean` cleans a page\n"
    )


def test_a_name_that_is_no_utf8_is_taken_in(tmp_path):
    path = write_warc(tmp_path / "caf\udce9.warc.gz", PAGES)
    run = winnow(tmp_path / "data", "import", path)
    assert (run.returncode, run.stderr) == (0, "")
    assert [file.name for file in (tmp_path / "data/warcs").rglob("*.gz")] == ["caf_.warc.gz"]
    for form in ("warc", "wet"):
        run = winnow(tmp_path / "data", "export", tmp_path / f"caf\udce9.{form}")
        assert run.returncode == 0, run.stderr
    told = json.loads(winnow(tmp_path / "data", "rebuild", "--json").stdout)
    assert (told["captures"], told["articles"], told["missing"]) == (6, 6, [])
    assert winnow(tmp_path / "data", "verify").returncode == 0


def test_a_link_to_nowhere_in_a_folder_stops_no_other_file(tmp_path):
    (tmp_path / "pile").mkdir()
    (tmp_path / "pile/a.warc.gz").symlink_to(tmp_path / "nowhere")
    write_warc(tmp_path / "pile/b.warc.gz", PAGES)
    run = winnow(tmp_path / "data", "import", tmp_path / "pile")
    assert (run.returncode, "6 captures added" in run.stdout) == (1, True)
    assert "a.warc.gz: No such file or directory" in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_killed_import_goes_on_where_it_was(tmp_path):
    good = write_warc(tmp_path / "good.warc.gz", PAGES)
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        import_files(archive, [good])
        with archive.atomic() as conn:  # as if it had been killed after three captures
            conn.execute("update warc_files set state = 'importing'")
            conn.execute("delete from versions")
            conn.execute("delete from documents")
            conn.execute("delete from captures where id > 3")
            conn.execute("update captures set state = 'waiting', version_id = null")
    run = winnow(tmp_path / "data", "import", good)
    assert run.returncode == 0, run.stderr
    with open_archive(tmp_path / "data") as archive:
        assert archive.conn.execute("select count(*) from articles").fetchone()[0] == 6
        assert archive.conn.execute("select state from warc_files").fetchall()[0][0] == "closed"
        assert len(archive.captures()) == 6


def test_digests_that_are_missing_are_computed(tmp_path):
    path = write_warc(tmp_path / "a.warc.gz", PAGES[:1])
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        import_files(archive, [path])
        [capture] = archive.captures()
    digest = "sha256:" + hashlib.sha256(PAGES[0][1]).hexdigest()
    assert capture.content_digest == digest
    assert capture.payload_digest.startswith("sha1:")  # as the file declares it


def test_dates_of_a_page_are_believed_where_its_record_has_none(tmp_path):
    """Without a WARC-Date nobody knows what is too late; with one, a year ahead is."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    told = b"<head><meta name=date content=2027-03-01>"
    dated, dateless = (head + page(name).replace(b"<head>", told) for name in ("Ferry", "Tram"))
    (tmp_path / "one.warc").write_bytes(
        record(0, block=dated) + record(1, block=dateless, fields={"WARC-Date": None})
    )
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        import_files(archive, [tmp_path / "one.warc"], jobs=1)
        rows = archive.conn.execute("select published, first_seen from articles order by url")
        days = [(row[0], row[1][:4]) for row in rows]
    assert days == [(None, "2026"), ("2027-03-01", "1970")]


def test_a_folder_without_warcs_cannot_be_rebuilt(tmp_path):
    run = winnow(tmp_path, "rebuild")
    assert run.returncode == 1
    assert "nothing to rebuild from" in run.stderr


def test_a_mistyped_name_makes_no_archive(tmp_path):
    run = winnow(tmp_path / "data", "import", tmp_path / "mising.warc")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.endswith("mising.warc: no such file\n")
    assert not (tmp_path / "data").exists()
