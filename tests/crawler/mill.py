"""A site of many plain pages that takes its time, and remembers who asked for what."""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAMES = "river stone market letter engine window harbour garden winter signal copper meadow"
WORDS = NAMES.split()


def story(number: int) -> str:
    """A text of its own for each page."""
    words = [WORDS[(number * 7 + n * (number % 5 + 1)) % len(WORDS)] for n in range(60)]
    lines = [" ".join(words[n : n + 20]).capitalize() + f", number {number}." for n in (0, 20, 40)]
    return "".join(f"<p>{line}</p>" for line in lines)


@dataclass
class Mill:
    """The site: how many pages, how slow, and the requests it has had."""

    pages: int
    latency: float = 0.0
    hangs: frozenset[str] = frozenset()  # paths that are never answered
    length: int = 1  # of a story, three paragraphs each
    url: str = ""
    robots: str = "User-agent: *\nAllow: /\n"
    asked: Counter[str] = field(default_factory=Counter)
    sent: int = 0  # bytes of bodies
    moved: dict[str, str] = field(default_factory=dict)  # path: where it redirects to
    edits: dict[int, str] = field(default_factory=dict)  # page: its text instead

    def body(self, path: str) -> str | None:
        if path == "/robots.txt":
            return self.robots
        if path == "/":
            return self.index(0)
        name, _, number = path.strip("/").partition("/")
        if not number.isdigit() or int(number) >= self.pages:
            return None
        if name == "list":
            return self.index(int(number))
        text = self.edits.get(int(number), story(int(number)))
        text += "".join(story(int(number) + 1000 * n) for n in range(1, self.length))
        return page(f"Story {number}", f"<article><h1>Story {number}</h1>{text}</article>")

    def index(self, first: int) -> str:
        """Ten stories; on the front page the way to all others."""
        last = min(first + 10, self.pages)
        links = [f'<li><a href="/story/{n}">Story {n}</a></li>' for n in range(first, last)]
        if first == 0:
            more = range(10, self.pages, 10)
            links += [f'<li><a href="/list/{n}">Stories from {n}</a></li>' for n in more]
        return page("Stories", f"<ul>{''.join(links)}</ul>")

    def __len__(self) -> int:
        return sum(self.asked.values())


def page(title: str, body: str) -> str:
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f'<!doctype html><html lang="en">{head}<body>{body}</body></html>'


@contextlib.contextmanager
def grinding(mill: Mill, *, validators: bool = False) -> Iterator[Mill]:
    """The mill on a loopback port, in threads of this process."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self):
            with lock:
                mill.asked[self.path] += 1
            if mill.latency and self.path != "/robots.txt":
                time.sleep(mill.latency)
            while self.path in mill.hangs:
                time.sleep(0.1)
            body = mill.body(self.path)
            known = (body or "").encode()
            etag = f'"{hash(known)}"'
            if self.path in mill.moved:
                self.send_response(301)
                self.send_header("Location", mill.moved[self.path])
                self.send_header("Content-Length", "0")
                known = b""
            elif validators and self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                known = b""
            else:
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(known)))
            if validators:
                self.send_header("ETag", etag)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(known)
            with lock:
                mill.sent += len(known)

        def log_message(self, *args):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            pass  # whoever asked is gone

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    mill.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield mill
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
