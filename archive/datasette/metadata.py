"""What Datasette shows about the archive, made from about.toml, the one place it is written."""

import tomllib
from collections.abc import Collection
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


def metadata(present: Collection[str] | None = None) -> dict[str, Any]:
    """The same in the form of Datasette 0.65's metadata.

    `present` names the tables and views there are: a question about others is left out, as an
    archive of imported files has no frontier.
    """
    words = about()
    queries = {
        name: {
            "title": query["title"],
            "description": query["description"],
            "sql": query["sql"].strip(),
            "hide_sql": True,
        }
        for name, query in words["query"].items()
        if present is None or query.get("needs", "articles") in present
    }
    shown = {"description_html": words["begin"], "tables": words["table"], "queries": queries}
    return {
        "title": words["title"],
        "description": words["description"],
        "databases": {DATABASE: shown},
    }
