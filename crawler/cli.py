"""The crawler's commands, each in a module of its own under crawler/commands."""

from importlib import import_module

import click


def __getattr__(name: str) -> click.Command:
    """`crawl_command` is found in crawler/commands/crawl.py, which is imported only then."""
    verb = name.removesuffix("_command")
    if verb == name:
        raise AttributeError(f"module 'crawler.cli' has no attribute {name!r}")
    command: click.Command = getattr(import_module(f"crawler.commands.{verb}"), name)
    return command
