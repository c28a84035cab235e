"""A server that behaves badly in every way we know, on one port of many loopback addresses.

Each behavior has an address of its own and also serves stories that are as they should be. A second
address, which no source opens, is a trap: it counts who connects.
"""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field

INSIDE = "127.0.3.1"  # an address that no source may reach
HEALTHY = "127.0.2.250"  # a site that does nothing wrong
SILENT = "127.0.2.251"
MOMENT = 0.4  # seconds until a story of the healthy site is answered

Piece = bytes | float  # bytes to send, seconds to wait
Answer = bytes | AsyncIterator[Piece] | Iterator[Piece] | None


@dataclass
class Request:
    """A request head and where it was sent."""

    host: str
    path: str
    head: bytes
    site: str  # scheme://host:port of this behavior
    inside: str  # the same of the trap
    silent: str  # the same of a port whose TLS handshake is never answered


@dataclass(frozen=True)
class Behavior:
    """One way to behave badly: an answer for every path, None for those it leaves alone."""

    name: str
    group: str  # polite | trap | attack
    answer: Callable[[Request], Answer]
    links: tuple[str, ...] = ()  # on the start page, beside the stories; {site} and {inside} filled
    stories: int = 2  # of its own that must be archived all the same
    most: int = 40  # requests that it may get in a run
    source: str = ""  # more lines for its source


@dataclass
class Log:
    """What the server saw."""

    requests: list[tuple[float, str, str, bytes]] = field(default_factory=list)
    inside: int = 0

    def count(self, host: str) -> int:
        return sum(request[1] == host for request in self.requests)

    def paths(self, host: str) -> Counter[str]:
        return Counter(path for _at, where, path, _head in self.requests if where == host)


@dataclass
class Hostile:
    """A running server."""

    port: int
    silent_port: int
    hosts: dict[str, Behavior]
    log: Log


def page(title: str, body: str, head: str = "") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}"
        f"</head><body>{body}</body></html>"
    ).encode()


def ok(body: bytes, mime: str = "text/html; charset=utf-8", head: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n%s" % (
        mime.encode(), head, len(body), body,
    )  # fmt: skip


def moved(to: str, status: bytes = b"302 Found") -> bytes:
    return b"HTTP/1.1 %s\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, to.encode())


MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"

NOUNS = (
    *("harbor", "bridge", "council", "market", "river", "school", "library", "orchestra"),
    *("garden", "museum", "bakery", "tower", "station", "archive", "theater", "stadium"),
    *("workshop", "observatory", "lighthouse", "vineyard"),
)
VERBS = (
    *("reopened", "planned", "repaired", "measured", "painted", "praised", "counted"),
    *("moved", "extended", "presented"),
)


def story(host: str, number: int) -> bytes:
    """An article that a cleaner keeps: some paragraphs of plain, unique prose."""
    seed = sum(map(ord, host)) * 31 + number * 7
    lines = []
    for paragraph in range(6):
        words = []
        for sentence in range(4):
            at = seed + paragraph * 13 + sentence * 5
            one, two = NOUNS[at % 20], NOUNS[(at * 3 + paragraph + 7) % 20]
            words.append(
                f"On day {at % 28 + 1} the people of {host} {VERBS[at % 10]} the {one} beside the "
                f"{two}, and report {number} of part {paragraph} says why in {at} words."
            )
        lines.append(f"<p>{' '.join(words)}</p>")
    title = f"Report {number} from {host}"
    return page(title, f"<main><article><h1>{title}</h1>{''.join(lines)}</article></main>")


def start_page(request: Request, behavior: Behavior) -> bytes:
    stories = [f"/story/{number}" for number in range(behavior.stories)]
    fill = {
        "{netloc}": request.site.partition("//")[2],
        "{site}": request.site,
        "{inside}": request.inside,
        "{silent}": request.silent,
    }
    links = []
    for link in (*stories, *behavior.links):
        for mark, text in fill.items():
            link = link.replace(mark, text)  # noqa: PLW2901
        links.append(f'<li><a href="{link}">A report with a headline of some length</a></li>')
    return ok(page(f"The paper of {request.host}", f"<h1>News</h1><ul>{''.join(links)}</ul>"))


def usual(request: Request, behavior: Behavior) -> bytes:
    """The answer of a site that is as it should be."""
    if request.path == "/":
        return start_page(request, behavior)
    kind, _, number = request.path.lstrip("/").partition("/")
    if kind == "story" and number.isdigit() and int(number) < max(behavior.stories, 5):
        return ok(story(request.host, int(number)))
    return MISSING


async def send(writer: asyncio.StreamWriter, answer: Answer) -> bool:
    """Send an answer; whether the connection may be used again."""
    if isinstance(answer, bytes):
        writer.write(answer)
        await writer.drain()
        return b"\nConnection: close" not in answer[:500]
    pieces = answer if hasattr(answer, "__aiter__") else as_async(answer)
    async for piece in pieces:
        if isinstance(piece, bytes):
            writer.write(piece)
            await writer.drain()
        else:
            await asyncio.sleep(piece)
    return False


async def as_async(pieces: Iterator[Piece]) -> AsyncIterator[Piece]:
    for piece in pieces:
        yield piece


async def converse(
    hostile: Hostile, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    host = writer.get_extra_info("sockname")[0]
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        if host == INSIDE:
            hostile.log.inside += 1
            return
        behavior = hostile.hosts[host]
        keep = True
        while keep:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            hostile.log.requests.append((time.monotonic(), host, path, head))
            site, inside = f"http://{host}:{hostile.port}", f"http://{INSIDE}:{hostile.port}"
            silent = f"https://{SILENT}:{hostile.silent_port}"
            request = Request(host, path, head, site, inside, silent)
            answer = behavior.answer(request)
            keep = await send(writer, usual(request, behavior) if answer is None else answer)


def unhurried(request: Request) -> Answer:
    """The usual stories, each after a moment, so that the site is asked all the while."""
    if not request.path.startswith("/story/"):
        return None
    return iter([MOMENT, ok(story(request.host, int(request.path.rpartition("/")[2])))])


@contextmanager
def serving(behaviors: list[Behavior], stories: int) -> Iterator[Hostile]:
    """The server with these behaviors, each at an address of its own, until the block ends; and
    a healthy site with so many stories.
    """
    hosts = {f"127.0.2.{number}": behavior for number, behavior in enumerate(behaviors, 1)}
    hosts[HEALTHY] = Behavior(
        "nothing wrong",
        "healthy",
        unhurried,
        stories=stories,
        most=stories + 3,
        source="concurrency = 1\n",
    )
    hostile = Hostile(0, 0, hosts, Log())
    ready, stopped = threading.Event(), threading.Event()
    loop, ended = asyncio.new_event_loop(), asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(asyncio.CancelledError):  # the block has ended
                await converse(hostile, reader, writer)
        finally:
            end = writer.transport.abort if stopped.is_set() else writer.close
            end()

    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            await reader.read()  # the greeting of TLS is never answered
        writer.close()

    async def work() -> None:
        async with AsyncExitStack() as stack:
            trap = await asyncio.start_server(answer, INSIDE, 0, backlog=500)
            hostile.port = trap.sockets[0].getsockname()[1]
            quiet = await asyncio.start_server(silence, SILENT, 0)
            hostile.silent_port = quiet.sockets[0].getsockname()[1]
            others = [
                await asyncio.start_server(answer, host, hostile.port, backlog=500)
                for host in hosts
            ]
            for server in (trap, quiet, *others):
                stack.callback(server.close)
            ready.set()
            await ended.wait()
            stopped.set()
            running = asyncio.all_tasks() - {asyncio.current_task()}
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await asyncio.sleep(0.1)  # transports close in the next turns of the loop

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(work())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield hostile
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(10)
