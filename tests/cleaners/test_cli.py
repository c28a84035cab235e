"""`winnow clean`: file, pipe, formats, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

FERRY = Path(__file__).parents[1] / "pages" / "ferry" / "page.html"


def winnow(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "winnow", "clean", *words]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def test_a_file_as_text():
    done = winnow(str(FERRY))
    assert done.returncode == 0
    assert done.stdout.decode().startswith("The boat that carried night workers")
    assert b"\x1b[" not in done.stdout  # no color in a pipe


def test_removals_in_their_places():
    text = winnow("--removed", "-", given=FERRY.read_bytes()).stdout.decode()
    assert "[caption: " in text
    assert (
        text.index("west quay for the first time")
        < text.index("Photo: Tam Reid")
        < text.index("forty minutes")
    )


def test_markdown():
    text = winnow("--format", "markdown", str(FERRY)).stdout.decode()
    assert text.startswith(
        "# Night ferry returns after nine years\n\n*Mirren Oakes · 2026-02-11*\n\n"
    )
    assert "\n## A line nobody wanted to pay for\n" in text
    assert "\n- The ferry leaves at 22.40" in text


def test_json():
    told = json.loads(winnow("--format", "json", "--removed", str(FERRY)).stdout)
    assert told["byline"] == "Mirren Oakes"
    assert told["text"].startswith("The boat")
    assert {one["reason"] for one in told["removals"]} >= {"caption", "title"}


def test_explain():
    text = winnow("--explain", str(FERRY)).stdout.decode()
    assert "[keep]" in text
    assert "[title: title]" in text


def test_what_has_no_tag_is_a_text():
    notes = (
        b"A sentence that stays.\nRead more from The Courier:\nTen quiet beaches\nIt is 3 < 4.\n"
    )
    assert winnow(given=notes).stdout == b"A sentence that stays.\n\nIt is 3 < 4.\n"
    told = winnow(given=b"A sentence <i>that</i> stays.\n").stdout  # a piece of a page
    assert told == b"A sentence that stays.\n"


def test_brackets_are_no_tags():
    text = "Write to Jo Pike <jo@quay.example>, or see <https://quay.example/lock>. a<b and c>d."
    assert winnow(given=text.encode()).stdout.decode() == text + "\n"
    for page in (
        b"<p>One</p>",
        b"<p class=x>One",
        b"One<br/>",
        b"<!DOCTYPE html>One",
        b"<b>One</b>",
    ):
        assert winnow(given=page).stdout == b"One\n"


def test_what_would_be_passed_over_is_refused():
    for options in (("--removed",), ("--explain",)):
        done = winnow(*options, "--format", "markdown", str(FERRY))
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"leave --format markdown out" in done.stderr
    done = winnow("--explain", "--removed", str(FERRY))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"leave --removed out" in done.stderr


def test_what_is_neither_page_nor_text_is_named(tmp_path):
    for content, what in ((b"%PDF-1.4\n1 0 obj", b"a PDF"), (b"\x7fELF\x00\x01", b"binary")):
        path = tmp_path / "file"
        path.write_bytes(content)
        done = winnow(str(path))
        told = b"winnow: %s: %s; expected an HTML or text file\n" % (bytes(path), what)
        assert (done.returncode, done.stdout, done.stderr) == (1, b"", told)
        assert winnow("--explain", str(path)).stderr == told
    page = "<p>A sentence that stays, said the mayor of the town.</p>"
    for name in ("utf-16", "utf-16-le"):  # with a mark and without
        assert b"A sentence that stays" in winnow(given=page.encode(name)).stdout


def test_an_encoding_that_only_the_caller_knows():
    page = "<p>W Krakowie, przy rynku, mieszka źle ubrany człowiek, który ma dość mieście."
    for sample in (page, page.removeprefix("<p>")):  # a page and a text
        told = winnow("--charset", "windows-1250", given=sample.encode("windows-1250")).stdout
        assert told.decode() == page.removeprefix("<p>") + "\n"
    done = winnow("--charset", "nonsense", given=b"x")
    assert done.returncode == 2
    assert b"'nonsense': expected the name of an encoding" in done.stderr


def test_a_text_of_which_nothing_stays_is_told():
    done = winnow(given=b"Share\n")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"winnow: every line was taken for debris: --removed shows them\n"
    assert b"Share" in winnow("--removed", given=b"Share\n").stdout


def test_plain_text():
    done = winnow("--text", given=b"A sentence that stays.\nRead more:\nSome other headline\n")
    assert done.returncode == 0
    assert "A sentence that stays." in done.stdout.decode()


def test_no_such_file():
    done = winnow("no-such-page.html")
    assert done.returncode == 1
    assert done.stderr.decode().startswith("winnow: no-such-page.html: No such file")
    assert winnow("").stderr.decode().startswith("winnow: '': expected the name")


def test_a_page_too_deep_to_be_read_is_explained_too():
    page = b"<div>" * 20_001 + b"<p>The harbor office counted barges on Tuesday.</p>"
    told = winnow("--explain", given=page)
    assert (told.returncode, told.stderr) == (0, b"")
    head, line = told.stdout.decode().splitlines()
    assert head.endswith("(not judged: more than 5000 elements in one another)")
    assert line.strip() == "The harbor office counted barges on Tuesday."
    (row,) = winnow("--explain", "--format", "json", given=page).stdout.splitlines()
    assert (json.loads(row)["kept"], json.loads(row)["likely"]) == (True, None)


def test_explain_of_text_is_a_usage_error():
    assert winnow("--explain", "--text", given=b"x").returncode == 2
    done = winnow("--explain", given=b"Only a text.")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"winnow: -: a text; --explain expected a page (see --removed)\n"


def test_fast():
    done = winnow("--fast", "--format", "json", str(FERRY))
    assert done.returncode == 0
    assert json.loads(done.stdout)["blocks"][0]["text"].startswith("The boat that carried night")
    assert winnow("--fast", "--text", given=b"x").returncode == 2
    assert winnow("--fast", "--explain", given=b"x").returncode == 2


def test_an_address_that_is_none_is_refused():
    for wrong in ("nonsense", "courier.example/story", "http:story", "http://[", "mailto:a@b.test"):
        done = winnow("--url", wrong, str(FERRY))
        assert done.returncode == 2
        assert f"{wrong!r}: expected one like https://courier.example/story" in done.stderr.decode()
    for right in ("HTTPS://courier.example/story", "file:///home/story.html", ""):
        assert winnow("--url", right, str(FERRY)).returncode == 0


def test_a_text_with_leftover_tags_is_a_text():
    text = b"The shop opens at <b>five</b>.\nIt sells chips.\nIt sells fish.\n"
    assert winnow(given=text).stdout == text.replace(b"\n", b"\n\n")[:-1]
    assert b"<i>" not in winnow(given=b"<b>The shop</b><br>\nopens at <i>five</i>.").stdout


def test_nothing_to_explain_is_told():
    done = winnow("--explain", given=b"")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"winnow: nothing to explain: no text\n"


def test_several_files_are_refused():
    done = winnow(str(FERRY), str(FERRY))
    assert done.returncode == 2
    assert b"unexpected extra argument" in done.stderr
