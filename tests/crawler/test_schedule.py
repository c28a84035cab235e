import os
import shlex
import shutil
import signal
import subprocess
import time

import pytest

from archive import open_archive
from crawler.loop import LONGEST, pause
from crawler.schema.migrations import frontier_migrations
from tests.command import started, winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding


def test_cron_lines(tmp_path):
    told = winnow(tmp_path / "my archive", "schedule", "--minutes", 10)
    assert told.returncode == 0
    lines = [line for line in told.stdout.splitlines() if not line.startswith("#")]
    assert lines[0].startswith("*/10 * * * * cd ")
    assert f"--archive '{tmp_path}/my archive' crawl --due 2>&1 >/dev/null" in lines[0]
    assert lines[1].endswith("sources --check")


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        ("7", "7 does not divide the hour"),
        ("7", "the nearest that does: 6 or 10"),
        ("59", "the nearest that does: 30 or 60"),
        ("1440", "the nearest that does: 60"),
        ("0", "0: expected minutes that divide the hour"),
        ("often", "often: expected minutes"),
    ],
)
def test_only_what_divides_the_hour_is_even(tmp_path, minutes, says):
    told = winnow(tmp_path, "schedule", "--minutes", minutes)
    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr


def test_once_an_hour(tmp_path):
    cron = winnow(tmp_path, "schedule", "--minutes", 60).stdout
    assert "\n0 * * * * cd " in cron
    unit = winnow(tmp_path, "schedule", "--minutes", 60, "--print", "systemd").stdout
    assert "OnCalendar=*:0\n" in unit


def test_cron_and_systemd_read_odd_names_as_they_are(tmp_path):
    odd = tmp_path / "50% of 'my' $news"
    cron = winnow(odd, "schedule", "--contact", "desk <a@b.example>").stdout.splitlines()[3]
    line = cron.split(" ", 5)[5].replace("\\%", "%").partition(" 2>&1")[0]  # as cron does
    words = shlex.split(line)
    assert words[-5:] == [str(odd), "crawl", "--due", "--contact", "desk <a@b.example>"]
    assert "%" not in cron.replace("\\%", "")
    unit = winnow(odd, "schedule", "--print", "systemd", "--contact", "a").stdout
    name = str(odd).replace("%", "%%").replace("$", "$$")
    assert f'--archive "{name}" crawl --due --contact a\n' in unit


@pytest.mark.parametrize("name", ["two\nlines", os.fsdecode(b"na\xefve")])
def test_a_name_that_no_timer_can_be_told(tmp_path, name):
    told = winnow(tmp_path / name, "schedule")
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert "is not plain text, rename it" in told.stderr


def test_a_run_that_finds_another_at_work_makes_no_mail(tmp_path):
    folder = tmp_path / "a"
    line = winnow(folder, "schedule").stdout.splitlines()[3]
    source = seed(tmp_path, "http://127.0.0.1:9/")
    command = line.split(" ", 5)[5].replace("--due", f"--due {source}")
    with open_archive(folder, write=True, create=True):
        done = subprocess.run(command, shell=True, capture_output=True, check=False)
        plain = subprocess.run(
            command.partition(" | ")[0], shell=True, capture_output=True, check=False
        )
    assert (done.stdout, done.stderr) == (b"", b"")
    assert (plain.returncode, plain.stdout.count(b"\n")) == (4, 1)


def test_systemd_units(tmp_path):
    told = winnow(tmp_path / "a", "schedule", "--print", "systemd").stdout
    for line in ("Persistent=true", "SuccessExitStatus=3 4", "OnCalendar=*:0/5"):
        assert line in told.splitlines()
    tool = shutil.which("systemd-analyze")
    if tool:  # where systemd is installed it is asked
        units = told.split("# ~/.config/systemd/user/")[1:]
        for unit in units:
            name, _, text = unit.partition("\n")
            (tmp_path / name).write_text(text)
        files = [tmp_path / "winnow.service", tmp_path / "winnow.timer"]
        checked = subprocess.run(
            [tool, "verify", "--user", *files], capture_output=True, check=False
        )
        assert b"winnow" not in checked.stderr, checked.stderr


def test_the_loop_waits_for_the_next_source_whatever_the_folder_is_called(tmp_path):
    folder = tmp_path / "50%2f of #1?"
    assert pause(folder, 1000.0) == LONGEST
    with open_archive(folder, write=True, create=True) as archive:
        frontier_migrations.apply(archive.db)
        archive.conn.execute("insert into frontier_sources (source, next_run) values ('a', 1042.0)")
    assert pause(folder, 1000.0) == 42.0


@pytest.mark.timeout(200)
def test_the_loop_runs_again_and_ends_on_a_signal(tmp_path):
    with grinding(Mill(5)) as mill:
        source = seed(tmp_path, mill.url, 'every = "1s"', 'revisit = { hub = "1s..1s" }')
        running = started(tmp_path / "a", "crawl", source, "--loop")
        until = time.monotonic() + 150
        while mill.asked["/"] < 2 and time.monotonic() < until:
            time.sleep(0.05)
            assert running.poll() is None
        running.send_signal(signal.SIGTERM)
        _out, errors = running.communicate(timeout=30)
    assert mill.asked["/"] >= 2
    assert running.returncode in {0, 3}
    assert errors == b""
    assert {mill.asked[f"/story/{n}"] for n in range(5)} == {1}
