"""A site whose pages are made by JavaScript, some of them up to no good; and its listeners."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.crawler.wire import Answer, Step

APP = """
async function story(name) {
  const answer = await fetch('/data/' + name + '.json');
  const told = await answer.json();
  document.title = told.title;
  document.getElementById('main').innerHTML = '<h1>' + told.title + '</h1>' + told.body;
}
async function list() {
  for (const name of await (await fetch('/data/list.json')).json()) {
    const link = document.createElement('a');
    link.href = '/story/' + name;
    link.textContent = 'The story called ' + name;
    document.getElementById('main').append(link);
  }
}
"""
PAGE = """<!doctype html><html lang="en"><head><title>Wait</title><script src="/app.js"></script>
<link rel="stylesheet" href="/app.css"></head>
<body><nav>Menu</nav><main id="main">Please wait</main><script>{script}</script></body></html>"""

# What each story does before it shows its text.
SCRIPTS = {
    "polite": """alert('one'); confirm('two'); prompt('three'); window.open('/popup');
        print(); navigator.geolocation.getCurrentPosition(() => {});
        Notification.requestPermission(); navigator.serviceWorker?.register('/app.js');
        document.body.insertAdjacentHTML('beforeend', '<iframe src="/frame"></iframe>'
          + '<img src="/picture.png"><video src="/film.mp4"></video>'
          + '<a id="d" href="/file.zip" download>file</a>');
        document.getElementById('d').click(); fetch('/vote', {method: 'POST', body: 'x'});
        navigator.sendBeacon('/beacon', 'x'); new EventSource('/events');""",
    "private": """const away = 'PRIVATE';
        for (const path of ['/a', '/b']) fetch('http://' + away + path).catch(() => {});
        const request = new XMLHttpRequest(); request.open('GET', 'http://' + away + '/xhr');
        request.send(); fetch('/jump').catch(() => {});
        document.head.insertAdjacentHTML('beforeend',
          '<link rel="prefetch" href="http://' + away + '/prefetch">'
          + '<link rel="preconnect" href="http://' + away + '">'
          + '<link rel="stylesheet" href="http://' + away + '/style.css">'
          + '<img src="http://' + away + '/image.png">');
        const script = document.createElement('script');
        script.src = 'http://' + away + '/script.js'; document.head.append(script);
        document.body.insertAdjacentHTML('beforeend',
          '<iframe src="http://' + away + '/frame"></iframe>');
        new WebSocket('ws://' + away + '/socket'); window.open('http://' + away + '/popup');
        navigator.sendBeacon('http://' + away + '/beacon', 'x');
        new Worker(URL.createObjectURL(new Blob(
          ["fetch('http://" + away + "/worker').catch(() => {}); new WebSocket('ws://"
            + away + "/worker');"])));
        const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:' + away}]});
        peer.createDataChannel('x'); peer.createOffer().then(o => peer.setLocalDescription(o));""",
    "many": """const more = () => fetch('/data/many.json?' + Math.random()).catch(() => {});
        for (let n = 0; n < 150; n++) more(); setInterval(more, 10);""",
    "hangs": "while (true) {}",
    "greedy": "const kept = []; while (true) kept.push(new Array(1e6).fill(0.5 + kept.length));",
    "hoarding": """const kept = []; while (true)
        if (kept.length < 8) kept.push(new Uint8Array(2e8).fill(1));""",
    "away": "setTimeout(() => { location.href = '/elsewhere'; }, 0);",
    "robots": "fetch('/secret/x.json').catch(() => {});",
}


def sentence(name: str, number: int) -> str:
    return (
        f"On day {number} the keeper of the {name} lighthouse wrote to the council that its lamp, "
        "which had burned for ninety years, would need a new glass before the winter came."
    )


def reply(body: str, kind: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    content = body.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n{more}"
    return head.encode() + b"\r\n" + content


def answers(names: list[str], private: str = "") -> dict[str, Answer]:
    """The answers of a site with these stories; `private` is the address nobody may reach."""
    found: dict[str, Answer] = {
        "/robots.txt": reply("User-agent: *\nDisallow: /secret/\n", "text/plain"),
        "/": reply(PAGE.format(script="list()")),
        "/app.js": reply(APP, "text/javascript"),
        "/app.css": reply("main { color: black }", "text/css"),
        "/jump": f"HTTP/1.1 302 Found\r\nLocation: http://{private}/jumped\r\n"
        "Content-Length: 0\r\n\r\n".encode(),
        "/data/list.json": reply(json.dumps(names), "application/json"),
    }
    for name in names:
        script = SCRIPTS.get(name, "").replace("PRIVATE", private)
        found[f"/story/{name}"] = reply(PAGE.format(script=f"story('{name}'); {script}"))
        body = "".join(f"<p>{sentence(name, number)}</p>" for number in range(1, 6))
        told = {"title": f"The lamp of the {name} lighthouse", "body": body}
        found[f"/data/{name}.json"] = reply(json.dumps(told), "application/json")
    return found


def slowly(answer: bytes, seconds: float) -> Answer:
    def steps(_head: bytes) -> Iterator[Step]:
        yield seconds
        yield answer

    return steps


@dataclass
class Trap:
    """A TCP and a UDP port that nobody may reach; what came nevertheless."""

    address: str = ""
    caught: list[str] = field(default_factory=list)


@contextmanager
def trap(host: str = "127.0.0.2") -> Iterator[Trap]:
    """A listener on a private address until the block ends."""
    tcp = socket.create_server((host, 0), backlog=64)
    port = tcp.getsockname()[1]
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind((host, port))
    found = Trap(f"{host}:{port}")

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = tcp.accept()
                found.caught.append("a connection")
                connection.close()

    def receive() -> None:
        with suppress(OSError):
            while udp.recv(2048):
                found.caught.append("a datagram")

    threads = [threading.Thread(target=each, daemon=True) for each in (accept, receive)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        with suppress(OSError):
            tcp.shutdown(socket.SHUT_RDWR)
        udp.close()
        tcp.close()


def browsers(mark: str) -> list[int]:
    """Processes of Chromium and its driver whose environment holds this mark."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            ours = mark.encode() in (entry / "environ").read_bytes()
            if ours and (b"chromium" in command or b"run-driver" in command):
                found.append(int(entry.name))
    return found


def environment(mark: str) -> dict[str, str]:
    return {**os.environ, "WINNOW_TEST_MARK": mark, "PYTHONUNBUFFERED": "1"}
