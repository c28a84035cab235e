"""What the first page costs a worker, paid once by the process that workers are forked from.

The one module that works when it is imported; only that process imports it, before it forks.
"""

from contextlib import suppress

from archive.cleaning.worker import prepare
from cleaners.page import clean

PAGE = (
    "<!doctype html><html lang=en><title>A page</title><nav><a href=/>Home</a></nav><article>"
    f"<h1>A page</h1>{'<p>It is read so that rules and trees are there for the next.</p>' * 5}"
    "</article></html>"
)

with suppress(Exception):  # a broken rule file is told by whoever cleans a page with it
    prepare(clean(PAGE, url="https://warm.example/"))
