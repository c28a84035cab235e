"""The program that wrote a page, and what it puts around and into a text that is none.

A wiki, a forum or a journal names its furniture alike on every site that runs it. The page says
which program that is where it costs nothing to look; pages of no known program are not searched.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from cleaners.about.digest import Digest
from cleaners.debris.strips import Strip


def programmed(about: Digest) -> tuple[Strip, ...]:
    """The rules of the program that a page says it was written by; none for most pages."""
    known = programs()
    return next((known[word] for word in sorted(_told(about)) if word in known), ())


@cache
def programs() -> Mapping[str, tuple[Strip, ...]]:
    """By the words that tell it, the rules of each program; read once."""
    text = (files("cleaners.debris") / "programs.toml").read_text("utf-8")
    found: dict[str, tuple[Strip, ...]] = {}
    for program in tomllib.loads(text).values():
        words = program.pop("told_by")
        strips = tuple(Strip(", ".join(css), reason=reason) for reason, css in program.items())
        found |= dict.fromkeys(words, strips)
    return found


def _told(about: Digest) -> set[str]:
    """The words, small, in which a page names its program."""
    body = about.page.body
    given = body.attributes if body is not None else {}
    told = [given.get("class"), given.get("id"), about.root.get("id")]
    told += [
        meta.get("content") for meta in about.metas if meta.get("name", "").lower() == "generator"
    ]
    return {word for text in told if text for word in text[:1000].lower().split()}
