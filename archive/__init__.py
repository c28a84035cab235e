"""The archive folder: WARC store, tables, indexing, search."""

from importlib import import_module
from typing import Any

__all__ = ["open_archive"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a module holds
    """A public name, imported on first use, so that a search does not wait for the cleaners."""
    if name in __all__:
        return getattr(import_module("archive.opening"), name)
    raise AttributeError(f"module 'archive' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, for a notebook that completes what is typed."""
    return sorted([*__all__, "__doc__", "__file__", "__name__", "__path__"])
