"""A fast site on many loopback addresses, in a process of its own, for crawls without delay."""

import asyncio
import contextlib
import gzip
import json
import multiprocessing
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from shared import ROOT

HOSTS = [f"127.0.0.{number}" for number in range(2, 22)]
Answers = dict[tuple[str, bytes], bytes]  # host and path: all bytes of the answer


@dataclass(frozen=True)
class Site:
    """A running site: its pages and sitemaps, and the process that serves it."""

    pages: list[str]
    sitemaps: list[str]
    pid: int


def real_pages(count: int) -> list[bytes]:
    """Real pages out of the shared data; none when it is absent."""
    home = Path(os.environ.get("WINNOW_SHARED") or ROOT.parent / "shared")
    folder = home / "data" / "extraction" / "wcxb_dev"
    files = sorted(path for path in folder.rglob("*.html*") if path.is_file())
    chosen = random.Random(2).sample(files, min(count, len(files)))
    return [unpacked(path) for path in chosen]


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def made_pages(count: int) -> list[bytes]:
    """Pages of the size of real ones, when there are none: words by chance, many links."""
    chance = random.Random(3)
    words = ["".join(chance.choices("aeiounrstlmdk", k=chance.randint(2, 9))) for _ in range(3000)]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=chance.randint(8, 24))).capitalize() + ". "

    def page() -> str:
        links = "".join(f'<li><a href="/x/{n}">{sentence()}</a></li>' for n in range(120))
        text = "".join(f"<p>{sentence() * 4}</p>" for _ in range(25))
        script = "<script>var a = {" + ",".join(f"{w}: 1" for w in words[:2000]) + "}</script>"
        return (
            f"<!doctype html><html lang=en><head><title>{sentence()}</title>{script}</head><body>"
            f"<nav><ul>{links}</ul></nav><article><h1>{sentence()}</h1>{text}</article></body></html>"
        )

    return [page().encode() for _ in range(count)]


def answer(body: bytes, mime: str) -> bytes:
    packed = gzip.compress(body, 6, mtime=0)
    head = (
        f"HTTP/1.1 200 OK\r\nServer: loopback\r\nContent-Type: {mime}\r\n"
        f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    )
    return head.encode() + packed


MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class Conversation(asyncio.Protocol):
    """One connection: a request head in, the prepared bytes out."""

    def __init__(self, answers: Answers):
        self.answers = answers
        self.received = b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]

    def data_received(self, received: bytes) -> None:
        self.received += received
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            self.transport.write(self.answers.get((self.host, path), MISSING))


def run(bodies: list[bytes], mime: str, ready: Connection) -> None:
    """Serves until it is killed; sends its port and page URLs through `ready`."""
    answers: Answers = {}
    paths = [(HOSTS[n % len(HOSTS)], f"/page/{n}") for n in range(len(bodies))]
    for (host, path), body in zip(paths, bodies, strict=True):
        answers[host, path.encode()] = answer(body, mime)

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Conversation(answers), HOSTS[0], 0, backlog=512)
        port = server.sockets[0].getsockname()[1]
        for host in HOSTS[1:]:
            await loop.create_server(lambda: Conversation(answers), host, port, backlog=512)
        pages = [f"http://{host}:{port}{path}" for host, path in paths]
        for host in HOSTS:
            here = "".join(f"<url><loc>{u}</loc></url>" for u in pages if f"//{host}:" in u)
            space = "http://www.sitemaps.org/schemas/sitemap/0.9"
            body = f'<?xml version="1.0"?><urlset xmlns="{space}">{here}</urlset>'.encode()
            answers[host, b"/sitemap.xml"] = answer(body, "text/xml")
        ready.send(json.dumps([pages, [f"http://{host}:{port}/sitemap.xml" for host in HOSTS]]))
        await asyncio.Event().wait()

    asyncio.run(serve())


@contextlib.contextmanager
def serving(bodies: list[bytes], mime: str = "text/html; charset=utf-8") -> Iterator[Site]:
    """A site of these pages, spread over all HOSTS."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=run, args=(bodies, mime, there))
    server.start()
    try:
        pages, sitemaps = json.loads(here.recv())
        yield Site(pages, sitemaps, server.pid or 0)
    finally:
        server.kill()
        server.join()
