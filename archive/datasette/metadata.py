"""What Datasette shows about the archive, made from about.toml, the one place it is written."""

import tomllib
from importlib import resources
from typing import Any

DATABASE = "archive"  # Datasette calls a file by its name: archive.db

# Facets are named in about.toml; looking for more costs 13 to 16 times a page at a million
# articles. The file holds other people's texts: it is read here, not handed out.
SETTINGS = {
    "suggest_facets": False,
    "allow_download": False,
    "truncate_cells_html": 400,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1000,
}


def about() -> dict[str, Any]:
    """The descriptions: title, description, `table` and `query` by name."""
    text = resources.files("archive.datasette").joinpath("about.toml").read_text("utf-8")
    return tomllib.loads(text)


def metadata() -> dict[str, Any]:
    """The same in the form of Datasette 0.65's metadata."""
    words = about()
    queries = {
        name: query | {"sql": query["sql"].strip(), "hide_sql": True}
        for name, query in words["query"].items()
    }
    return {
        "title": words["title"],
        "description": words["description"].strip(),
        "databases": {DATABASE: {"tables": words["table"], "queries": queries}},
    }
