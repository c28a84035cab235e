"""Which Chromium shows the pages, and how it is started: cut off from every network."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from cleaners.errors import WinnowError
from crawler.sources import Source

CHOICE = "WINNOW_CHROMIUM"  # environment: the executable to take
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
LIBRARIES = ("scrapy_playwright", "playwright")
EXTRA = "pip install 'winnow-archive[browser]'"
HEAP = 384  # MiB of JavaScript objects in a page

# Nothing leads out: all traffic goes to a proxy whose name cannot be looked up, like every other
# name and address. What a page gets it gets from us, through the interception of its requests.
CUT_OFF = (
    "--proxy-server=http://nowhere.invalid:9",
    "--proxy-bypass-list=<-loopback>",  # not even this machine is reached without the proxy
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
BARE = (
    "--block-new-web-contents",  # no window.open
    "--blink-settings=imagesEnabled=false",
    "--disable-remote-fonts",
    "--disable-gpu",
    "--mute-audio",
    f"--js-flags=--max-old-space-size={HEAP}",
)


class BrowserError(WinnowError):
    """A source asks for a browser and there is none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take."""

    seconds: float = 30.0  # in all
    settling: float = 10.0  # seconds until all that it asks for has come
    requests: int = 100  # parts: scripts, style sheets, data
    asked: int = 500  # requests, with those that are refused anyway
    bytes: int = 24 << 20  # of all its parts, decoded
    page: int = 8 << 20  # characters of the page as shown
    memory: int = 1 << 30  # bytes of the browser, all processes together


def require(sources: Iterable[Source]) -> None:
    """Nothing, if these sources can be crawled. BrowserError when one needs what is not there."""
    wanting = next((source.id for source in sources if source.render), None)
    if wanting is None:
        return
    if not all(find_spec(name) for name in LIBRARIES):
        raise BrowserError(f'source "{wanting}" says render = true, which needs an extra: {EXTRA}')
    if executable() is None:
        named = os.environ.get(CHOICE)
        missing = f"{CHOICE}={named}: no such program" if named else "found no Chromium"
        raise BrowserError(
            f'source "{wanting}" says render = true: {missing}; install Debian\'s package '
            f"chromium, or name another executable in {CHOICE}"
        )


def executable() -> str | None:
    """The path of the Chromium to use: the one named in the environment, else the system's."""
    named = os.environ.get(CHOICE)
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch_options() -> dict[str, Any]:
    """How Playwright starts it.

    Chromium's own sandbox does not work for root: it is off then, and only then.
    """
    return {
        "executable_path": executable(),
        "args": [*CUT_OFF, *BARE],
        "chromium_sandbox": os.geteuid() != 0,
        "timeout": 30_000,  # milliseconds until it must be there
        "handle_sigint": False,  # a run that is stopped closes it
        "handle_sigterm": False,
        "handle_sighup": False,
    }
