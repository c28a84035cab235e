"""A running `winnow serve` on a small archive, asked over a real socket."""

import json
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from tests.archive.sample import Sample

ROOT = Path(__file__).parents[2]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Served:
    """A running `winnow serve` and the archive that it shows."""

    def __init__(self, sample: Sample | None = None, archive: Path | None = None):
        self.sample = sample
        shown = archive or sample.folder
        command = [sys.executable, "-m", "winnow", "--archive", str(shown), "serve"]
        self.server = subprocess.Popen(
            [*command, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        line = self.server.stdout.readline().decode()
        self.url = re.match(r"(http://127\.0\.0\.1:\d+)/archive ", line)[1]
        for _ in range(200):
            try:
                self.page("/-/versions.json")
                break
            except urllib.error.URLError:
                assert self.server.poll() is None, self.server.stderr.read().decode()
                time.sleep(0.05)

    def answer(self, path: str, **headers: str) -> tuple[dict[str, str], bytes]:
        request = urllib.request.Request(f"{self.url}{path}", headers=headers)
        with OPENER.open(request, timeout=30) as answer:
            return {name.lower(): value for name, value in answer.headers.items()}, answer.read()

    def page(self, path: str, **query: str) -> str:
        return self.answer(path + (f"?{urlencode(query)}" if query else ""))[1].decode()

    def rows(self, path: str, **query: str) -> list[dict]:
        return json.loads(self.page(f"/archive/{path}.json", _shape="objects", **query))["rows"]

    def stop(self) -> tuple[int, str]:
        self.server.send_signal(signal.SIGINT)
        _, errors = self.server.communicate(timeout=20)
        return self.server.returncode, errors.decode()
