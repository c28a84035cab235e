"""Title, byline and date of pages beside what their publishers' JSON-LD says; with floors.

    python benchmarks/metadata.py [-v]

Gold is the page's own JSON-LD: `headline`, the `author`s that are people, the day of
`datePublished` of its first article. Each page is read twice: as it is, where Winnow and
trafilatura read that very JSON-LD, so that only the reading is measured; and with all JSON-LD
hidden, where both must find the same facts in meta tags, markup and text. A title is right when it
is the same but for case, spaces, quotes and dashes; a byline when it is the same set of names; a
date when it is the same day. A page whose JSON-LD lacks the fact does not count for it. On all
sides alike "A and B" is two names, brackets behind a name go, and agencies and the outlet itself
are no people.
Ends with 1 when Winnow is below a floor; floors may only rise.
"""

import gzip
import html as entities
import json
import logging
import re
import sys
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import trafilatura
from shared import shared

from cleaners import clean

FACTS = ("title", "byline", "date")
Facts = dict[str, Any]
# Set: Winnow's least counts of right titles, bylines and dates, JSON-LD hidden and as it is.
FLOORS = {
    "fundus_dev": {"hidden": (72, 64, 86), "all": (87, 67, 87)},
    "wcxb_dev": {"hidden": (234, 163, 225), "all": (300, 213, 271)},
}
_SCRIPT = re.compile(
    r"<script\b[^>]*type\s*=\s*[\"']?application/ld\+json\b[^>]*>(.*?)</script\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_OUTLET = re.compile(r"Organi[sz]ation|WebSite")
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:and|und|et|y|e|och|og|&)\s+")
AGENCIES = frozenset(
    """afp|agence france-presse|ansa|ap|apa|associated press|deutsche presse-agentur|dpa|efe|reuters
    |sda|sid|the associated press""".replace("\n    ", "").split("|")
)
_SAME = str.maketrans("‘’‚‛“”„‟«»‹›–—‑−", "''''''''''''----")


def plain(text: str) -> str:
    """A text without what two spellings of one headline differ in."""
    text = unicodedata.normalize("NFKC", entities.unescape(entities.unescape(text)))
    text = re.sub(r"<[^<>]{1,80}>|[\u00ad\u200b]", "", text).casefold().translate(_SAME)
    return " ".join(text.replace('"', "'").replace("''", "'").split())


def scripts(page: str) -> Iterator[Any]:
    for found in _SCRIPT.finditer(page):
        try:
            yield json.loads(found[1].strip().rstrip(";"), strict=False)
        except ValueError:
            continue


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from objects(one)
    elif isinstance(value, dict):
        yield value
        for one in value.values():
            yield from objects(one)


def is_a(node: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    return any(
        pattern.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def authors(value: Any, known: dict[str, dict[str, Any]]) -> list[str]:
    """The names in `author`: of persons and bare ones, not of organizations."""
    names = []
    for one in value if isinstance(value, list) else [value]:
        node = known.get(one.get("@id", ""), one) if isinstance(one, dict) else {"name": one}
        name = node.get("name")
        if isinstance(name, str) and not is_a(node, _OUTLET) and "http" not in name:
            names.append(name)
    return names


def people(names: Sequence[str], outlets: frozenset[str]) -> frozenset[str]:
    """The single names of people in `names`, whoever wrote the list."""
    parts = [part for name in names for part in _BETWEEN.split(plain(name))]
    found = {re.sub(r"\s*[(\[].*", "", part).strip(" .") for part in parts}
    return frozenset(found - outlets - AGENCIES - {""})


def gold(page: str) -> Facts:
    """What the publisher says in the JSON-LD of a page; empty where it says nothing."""
    nodes = [node for script in scripts(page) for node in objects(script)]
    known = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    own = next((node for node in nodes if is_a(node, _ARTICLE) and node.get("headline")), {})
    outlets = frozenset(plain(str(node.get("name", ""))) for node in nodes if is_a(node, _OUTLET))
    day = re.match(r"\d{4}-\d\d-\d\d", str(own.get("datePublished", "")))
    return {
        "title": plain(own["headline"]) if isinstance(own.get("headline"), str) else "",
        "byline": people(authors(own.get("author"), known), outlets),
        "date": day[0] if day else "",
        "outlets": outlets,
    }


def winnow(page: str, url: str | None) -> Facts:
    article = clean(page, url=url)
    return {
        "title": plain(article.title or ""),
        "byline": [article.byline or ""],
        "date": (article.published or "")[:10],
    }


def rival(page: str, url: str | None) -> Facts:
    found = trafilatura.extract_metadata(page, default_url=url)
    return {
        "title": plain(found.title or ""),
        "byline": [found.author or ""],
        "date": (found.date or "")[:10],
    }


READERS: dict[str, Callable[[str, str | None], Facts]] = {"winnow": winnow, "trafilatura": rival}


def pages(folder: Path) -> Iterator[tuple[str, str, str | None]]:
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            html = gzip.decompress((folder / f"{one['id']}.html.gz").read_bytes())
            text = html.decode("utf-8", "replace")
            if "ld+json" in text:
                yield one["id"], text, one.get("url")


def measured(name: str, folder: Path) -> list[str]:
    """Print the table of a set; what fell below its floor."""
    counts = {mode: {reader: [0, 0, 0] for reader in READERS} for mode in ("hidden", "all")}
    totals = [0, 0, 0]
    for page_id, page, url in pages(folder):
        right = gold(page)
        told = [place for place, fact in enumerate(FACTS) if right[fact]]
        for place in told:
            totals[place] += 1
        texts = {"hidden": _SCRIPT.sub("", page), "all": page} if told else {}
        for mode, text in texts.items():
            for reader, read in READERS.items():
                made = read(text, url)
                made["byline"] = people(made["byline"], right["outlets"])
                for place in told:
                    hit = made[FACTS[place]] == right[FACTS[place]]
                    counts[mode][reader][place] += hit
                    if "-v" in sys.argv and reader == "winnow" and not hit:
                        print(f"  {mode:6} {FACTS[place]:6} {page_id}")
                        print(f"    made {made[FACTS[place]]!r}\n    gold {right[FACTS[place]]!r}")
    print(f"{name}: {totals[0]} titles, {totals[1]} bylines, {totals[2]} dates in JSON-LD")
    print("  JSON-LD  reader           titles       bylines         dates")
    for mode, rows in counts.items():
        for reader, row in rows.items():
            shown = (f"{hits:4} {hits / n:6.1%}" for hits, n in zip(row, totals, strict=True))
            print(f"  {mode:7}  {reader:12} {'   '.join(shown)}", flush=True)
    return [
        f"{name}, JSON-LD {mode}: {counts[mode]['winnow']}, floor {list(floor)}"
        for mode, floor in FLOORS[name].items()
        if any(hits < least for hits, least in zip(counts[mode]["winnow"], floor, strict=True))
    ]


def main() -> int:
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    home = shared("extraction")
    low = [fault for name in FLOORS for fault in measured(name, home / name)]
    print("\n".join(low) or "no floor broken")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
