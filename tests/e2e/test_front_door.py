"""How a command meets its surroundings: closed streams, signals, names that are no UTF-8."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive import open_archive
from tests.command import ROOT, winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

WINNOW = [sys.executable, "-m", "winnow", "--archive"]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    with grinding(Mill(6)) as mill:
        done = winnow(folder / "a", "crawl", seed(folder, mill.url))
    assert done.returncode == 0, done.stderr
    return folder / "a"


def run(*words: object, **more) -> subprocess.CompletedProcess[bytes]:
    command = list(map(str, words))
    return subprocess.run(
        command, cwd=ROOT, check=False, stderr=subprocess.PIPE, timeout=110, **more
    )


@pytest.mark.parametrize("command", [
    ["search", "river"], ["export", "-"], ["export", "-", "--format", "warc"], ["show", "1"],
    ["export", "--help"],
])  # fmt: skip
def test_nobody_reads_on(crawled, command):
    reader, writer = os.pipe()
    os.close(reader)  # what `| head -1` leaves when it has seen enough
    done = run(*WINNOW, crawled, *command, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_leads_nowhere(crawled, closed):
    script = f'exec "$@" {closed}'
    done = run("sh", "-c", script, "sh", *WINNOW, crawled, "show", "1", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Story") == (">&-" not in closed.replace("2>&-", ""))


def test_letters_that_a_terminal_has_not(crawled):
    environment = {**os.environ, "PYTHONIOENCODING": "iso8859-5"}
    done = run(*WINNOW, crawled, "show", "1", stdout=subprocess.PIPE, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\xb7" in done.stdout


def test_a_folder_whose_name_is_no_utf8(crawled, tmp_path):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    odd.symlink_to(crawled)
    for command in (["show", "1"], ["search", "river"], ["verify"]):
        done = run(*WINNOW, odd, *command, stdout=subprocess.DEVNULL)
        assert (done.returncode, done.stderr) == (0, b""), command


def test_sigterm_stops_a_command_in_good_order(crawled):
    command = [*WINNOW, str(crawled), "takedown", "http://gazette.example/x"]
    asking = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert asking.stderr.read(10) == b"Remove 1 p"
    asking.send_signal(signal.SIGTERM)
    _, told = asking.communicate(timeout=60)
    assert asking.returncode == 3
    assert told.endswith(b"winnow: stopped\n")
    assert b"Traceback" not in told
    with open_archive(crawled, write=True):
        pass  # nothing holds it


def test_ctrl_c_is_not_for_the_process_that_workers_come_from():
    script = (
        "from multiprocessing import forkserver;"
        "from archive.cleaning.pool import Limits, start_pool;"
        "start_pool(1, Limits());"
        "status = open(f'/proc/{forkserver._forkserver._forkserver_pid}/status').read();"
        "print(int(status.partition('SigBlk:')[2].split()[0], 16))"
    )
    done = run(sys.executable, "-c", script, stdout=subprocess.PIPE)
    assert int(done.stdout) & 1 << (signal.SIGINT - 1), done.stderr


def test_workers_that_are_only_starting_end_without_a_word():
    script = (
        "from archive.cleaning.pool import Limits, start_pool, stop_pool\n"
        "for _ in range(4):\n"
        "    pool = start_pool(8, Limits())\n"
        "    assert pool.active\n"
        "    stop_pool(pool)\n"
    )
    done = run(sys.executable, "-c", script, stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
