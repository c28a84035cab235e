"""A WACZ file as ReplayWeb.page shows it, in a real Chromium.

    replayweb.py REPLAYWEBPAGE.tgz FILE.wacz CHROMIUM URL [QUERY]...

prints JSON: how many pages its list has, the URLs it finds for each query, and the text that it
replays for the URL.
"""

import json
import re
import sys
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

PATIENCE = 30_000  # ms
NOTHING = "No matching pages"


class Ranges(SimpleHTTPRequestHandler):
    """Files and parts of files: ReplayWeb.page reads a WACZ file from its end."""

    def log_message(self, *_args):
        pass

    def do_GET(self):
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if wanted is None or not path.is_file():
            super().do_GET()
            return
        content, (first, last) = path.read_bytes(), wanted.groups()
        start = int(first) if first else max(0, len(content) - int(last))
        end = min(int(last), len(content) - 1) if first and last else len(content) - 1
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{end}/{len(content)}")
        self.send_header("Content-Length", str(end + 1 - start))
        self.end_headers()
        self.wfile.write(content[start : end + 1])


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """The browser has left."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    server = Server(("127.0.0.1", 0), partial(Ranges, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def opened(page: Page, site: str, view: str) -> None:
    page.goto("about:blank")  # else only the fragment changes, and nothing is loaded
    page.goto(f"{site}/?source={site}/given.wacz#{view}")


def counted(page: Page, site: str) -> int:
    opened(page, site, "view=pages")
    page.locator("wr-page-entry").first.wait_for(timeout=PATIENCE)
    return int(page.get_by_text(re.compile(r"^\s*\d+ Pages?\s*$")).first.inner_text().split()[0])


def found(page: Page, site: str, query: str) -> list[str]:
    opened(page, site, f"view=pages&query={quote(query)}")
    either = page.locator("wr-page-entry .match, wr-page-entry mark, keyword-mark")
    either.or_(page.get_by_text(NOTHING)).first.wait_for(timeout=PATIENCE)
    return page.locator("wr-page-entry").evaluate_all("entries => entries.map(e => e.page.url)")


def replayed(page: Page, site: str, url: str) -> str:
    opened(page, site, f"view=pages&url={quote(url, safe='')}")
    frame = page.frame_locator("iframe").first
    frame.locator("p").first.wait_for(timeout=PATIENCE)
    return frame.locator("body").inner_text()


def main(package: str, given: str, chromium: str, url: str, *queries: str) -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        with tarfile.open(package) as tar:
            for part in ("index.html", "ui.js", "sw.js"):
                member = tar.extractfile(f"package/{part}")
                assert member is not None, part
                (folder / part).write_bytes(member.read())
        (folder / "given.wacz").write_bytes(Path(given).read_bytes())
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        with serving(folder) as site:
            seen = {
                "pages": counted(page, site),
                "found": {query: found(page, site, query) for query in queries},
                "text": replayed(page, site, url),
            }
            browser.close()
        print(json.dumps(seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
