"""A server of raw sockets that says exactly what a script tells it, and logs every byte."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CLOSE = "close"  # steps of an answer that are not bytes
RESET = "reset"


@dataclass
class Talk:
    """One connection's request and answer, as the server saw them."""

    path: str
    request: bytes
    answer: bytes
    at: float = 0.0


@dataclass
class Wire:
    """A running server: its address and what it saw."""

    url: str
    host: str
    port: int
    talks: list[Talk] = field(default_factory=list)
    connections: int = 0
    answers: dict[str, "Answer"] = field(default_factory=dict)

    def talk(self, path: str) -> Talk:
        return next(talk for talk in self.talks if talk.path == path)

    def asked(self) -> list[str]:
        return [talk.path for talk in self.talks]


# What a path answers: bytes and steps; a function gets the request and gives them.
Step = bytes | float | str
Answer = list[Step] | bytes | Callable[[bytes], Iterator[Step]]

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>Hello</p>"
NONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def reset(connection: socket.socket) -> None:
    """Close so that the other side sees a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def read_head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            return head
        head += piece
    return head


def serve_connection(wire: Wire, connection: socket.socket) -> None:
    with connection:
        while head := read_head(connection):
            path = head.split(b" ", 2)[1].decode()
            talk = Talk(path, head, b"", time.monotonic())
            wire.talks.append(talk)
            answer = wire.answers.get(path, wire.answers.get(path.partition("?")[0], NONE))
            if isinstance(answer, bytes):
                answer = [answer]
            for step in answer(head) if callable(answer) else answer:
                if isinstance(step, bytes):
                    connection.sendall(step)
                    talk.answer += step
                elif isinstance(step, float):
                    time.sleep(step)
                elif step == RESET:
                    reset(connection)
                    return
                else:
                    return


@contextmanager
def serve(
    answers: dict[str, Answer], host: str = "127.0.0.1", context: ssl.SSLContext | None = None
) -> Iterator[Wire]:
    """A server on a free port of a loopback address until the block ends."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, 0), family=family, backlog=256)
    port = listener.getsockname()[1]
    scheme = "https" if context else "http"
    name = f"[{host}]" if ":" in host else host
    wire = Wire(f"{scheme}://{name}:{port}", host, port, answers=answers)
    running = True

    def one(connection: socket.socket) -> None:
        # A client that goes away in the middle is what many tests are about.
        with suppress(OSError):
            if context:
                connection = context.wrap_socket(connection, server_side=True)
            serve_connection(wire, connection)

    def accept() -> None:
        while running:
            with suppress(OSError):
                connection, _address = listener.accept()
                wire.connections += 1
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield wire
    finally:
        running = False
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
