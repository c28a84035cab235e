"""HTML or text in, Article out. Pure: no input or output, no clock, no state."""

from importlib import import_module
from typing import Any

__all__ = ["Article", "Block", "Image", "Link", "Removal", "clean", "clean_text"]

_HOMES = {"clean": "cleaners.page", "clean_text": "cleaners.plain.plaintext"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a module holds
    """A public name, imported on first use, so that `winnow --help` does not load a parser."""
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, "cleaners.article")), name)
    raise AttributeError(f"module 'cleaners' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, for a notebook that completes what is typed."""
    return sorted([*__all__, "__doc__", "__file__", "__name__", "__path__"])
