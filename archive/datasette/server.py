"""The archive in a browser: Datasette on this machine only, reading beside a writer."""

import os
import socket
from collections.abc import Collection
from contextlib import suppress
from inspect import signature
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from archive.database import sqlite3, uri
from archive.datasette import plugin
from archive.datasette.metadata import DATABASE, SETTINGS, metadata
from archive.errors import ArchiveError

HOST = "127.0.0.1"


def free_port(port: int) -> int:
    """The port when nothing listens on it, or some free one for 0; raises ArchiveError."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ArchiveError(
                f"cannot listen on {HOST}:{port}: {error.strerror}; --port 0 takes a free one"
            ) from error
        chosen: int = probe.getsockname()[1]
    return chosen


class ArchiveFile(Database):  # type: ignore[misc]
    """The database of an archive, whose name may hold any sign: Datasette takes ?, # and % of it
    for parts of an address, and SQLite then makes an empty file of another name.
    """

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that reads; nothing here ever writes."""
        assert not write
        mode = "mode=ro" if self.is_mutable else "immutable=1"
        name = f"{uri(self.path)}?{mode}"
        conn = sqlite3.connect(name, uri=True, check_same_thread=False)
        self._all_file_connections.append(conn)
        return conn


def application(path: Path, present: Collection[str] | None = None) -> Datasette:
    """Datasette over one archive.db, opened read-only, with what about.toml says of it.

    `present` names its tables and views.
    """
    # On a medium that cannot be written SQLite cannot make its shared memory file: then, and only
    # then, the file is opened as one that nobody changes.
    fixed = not os.access(path.parent, os.W_OK)
    if not pm.is_registered(plugin):
        pm.register(plugin)
    from datasette import handle_exception  # noqa: PLC0415 - it and datasette.app need each other

    handle_exception.rich = None  # it prints all locals for any wrong address, or fails over them
    shown = metadata(present)
    # Datasette 1.0 reads queries and facets from its configuration instead.
    moved = "config" in signature(Datasette).parameters
    served = Datasette(
        metadata=shown,
        settings=SETTINGS,
        **({"config": {"databases": shown["databases"]}} if moved else {}),
    )
    served.remove_database("_memory")
    served.add_database(ArchiveFile(served, path=str(path), is_mutable=not fixed), name=DATABASE)
    return served


def serve(path: Path, port: int, present: Collection[str]) -> None:
    """Answer on 127.0.0.1 until interrupted.

    Datasette keeps the name of the file as text: from inside its folder that is plain, whatever
    the folder is called. Raises ArchiveError for a packed file whose own name is no text.
    """
    try:
        path.name.encode()
    except UnicodeEncodeError:
        raise ArchiveError(f"cannot serve {path}: rename the file, its name is not UTF-8") from None
    os.chdir(path.parent)
    with suppress(KeyboardInterrupt):
        served = application(Path(path.name), present)
        uvicorn.run(served.app(), host=HOST, port=port, log_level="warning")
