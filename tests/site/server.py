"""The demo outlet on plain sockets: every byte it sends is ours, every byte is recorded.

`python tests/site/server.py [--port 0] [--log FILE]` prints {"url": ...} and serves until killed.
"""

import argparse
import asyncio
import base64
import contextlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

if __package__ in {None, ""}:  # started as a script
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.site.answer import Reply, Request
from tests.site.outlet import outlet

MAX_HEAD = 64 * 1024


@dataclass(frozen=True)
class Wire:
    """One exchange as it went over the socket."""

    path: str
    request: bytes
    response: bytes


@dataclass
class Outlet:
    """A running outlet: its address and all it has received and sent so far."""

    url: str
    exchanges: list[Wire] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [wire.path for wire in self.exchanges]


Answer = Callable[[Request], Reply]


async def _talk(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    answer: Answer,
    record: Callable[[Wire], None],
) -> None:
    host, port = writer.get_extra_info("sockname")[:2]
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            request = Request.parse(head, default_host=f"{host}:{port}")
            head += await reader.readexactly(request.body_length)
            reply = answer(request)
            # Recorded before it is sent: whoever has the answer finds it in the record.
            record(Wire(request.target, head, reply.sent))
            writer.write(reply.sent)
            await writer.drain()
            if reply.close or request.close:
                return
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
        return
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def _listen(
    port: int, host: str, answer: Answer, record: Callable[[Wire], None]
) -> asyncio.Server:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await _talk(reader, writer, answer, record)

    return await asyncio.start_server(talk, host, port, limit=MAX_HEAD, backlog=512)


def log_line(wire: Wire) -> str:
    request, response = (base64.b64encode(b).decode() for b in (wire.request, wire.response))
    return json.dumps({"path": wire.path, "request": request, "response": response}) + "\n"


def read_log(path: Path) -> list[Wire]:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    decode = base64.b64decode
    return [Wire(r["path"], decode(r["request"]), decode(r["response"])) for r in rows]


@contextlib.contextmanager
def serve(
    port: int = 0,
    host: str = "127.0.0.1",
    log: Path | None = None,
    answer: Answer | None = None,
) -> Iterator[Outlet]:
    """A running outlet in a thread of its own; `answer` replaces the demo pages by others."""
    running: Outlet | None = None
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    log_file = log.open("a", encoding="ascii") if log else None

    def record(wire: Wire) -> None:
        if running:
            running.exchanges.append(wire)
        if log_file:
            log_file.write(log_line(wire))
            log_file.flush()

    async def main() -> None:
        nonlocal running
        server = await _listen(port, host, answer or outlet(), record)
        running = Outlet("http://{}:{}/".format(*server.sockets[0].getsockname()[:2]))
        ready.set()
        await stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    def run() -> None:
        try:
            loop.run_until_complete(main())
            loop.run_until_complete(asyncio.sleep(0))  # let the cancelled conversations end
        finally:
            ready.set()
            loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    assert running, f"cannot listen on {host}:{port}"
    try:
        yield running
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        if log_file:
            log_file.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--log", type=Path)
    options = parser.parse_args()
    with serve(options.port, options.host, options.log) as running:
        print(json.dumps({"url": running.url}), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
