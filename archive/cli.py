"""The archive's commands, each in a module of its own under archive/commands."""

import keyword
from importlib import import_module

import click


def __getattr__(name: str) -> click.Command:
    """`search_command` is found in archive/commands/search.py, which is imported only then."""
    verb = name.removesuffix("_command")
    if verb == name:
        raise AttributeError(f"module 'archive.cli' has no attribute {name!r}")
    module = f"archive.commands.{verb}_" if keyword.iskeyword(verb) else f"archive.commands.{verb}"
    try:
        command: click.Command = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        raise AttributeError(f"module 'archive.cli' has no attribute {name!r}") from error
    return command
