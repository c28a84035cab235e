"""The outlet's stories: one TOML file each, in which every line of text says what it is.

A line of `body` and of the skins starts with a mark and a blank:
`+ ` article text, `- ` debris, `= ` headline (belongs in the title), `  ` markup without text,
`@name` a snippet of skins/snippets.html. Marked text that starts with no tag is a paragraph.
"""

import html
import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NAME = "The Lanternport Courier"


@dataclass(frozen=True)
class Line:
    mark: str  # "+", "-", "=" or " "
    html: str

    @property
    def text(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.html)).split())


@dataclass(frozen=True)
class Story:
    slug: str
    title: str
    language: str
    published: datetime
    body: str
    section: str = "news"
    byline: str = ""
    bio: str = ""
    skin: str = "courier"
    tags: tuple[str, ...] = ()
    listed: bool = True  # on listing pages; else found only in a feed or a sitemap
    amp: bool = False
    structured: bool = True  # JSON-LD and OpenGraph
    wire: dict[str, Any] = field(
        default_factory=dict, hash=False
    )  # how the answer is sent: outlet.py

    @property
    def path(self) -> str:
        return f"/{self.published:%Y/%m}/{self.slug}"

    @property
    def teaser(self) -> str:
        """The first kept line, for listing pages and feeds."""
        return next(line.text for line in marked(self.body) if line.mark == "+")


def load(path: Path) -> Story:
    fields = tomllib.loads(path.read_text(encoding="utf-8"))
    fields["tags"] = tuple(fields.get("tags", ()))
    return Story(slug=path.stem, **fields)


@cache
def stories() -> tuple[Story, ...]:
    """All stories, newest first."""
    found = [load(path) for path in (HERE / "pages").glob("*.toml")]
    return tuple(sorted(found, key=lambda story: story.published, reverse=True))


@cache
def furniture() -> dict[str, dict[str, Any]]:
    """What the outlet says around its stories, by language."""
    return tomllib.loads((HERE / "furniture.toml").read_text(encoding="utf-8"))


@cache
def snippets() -> dict[str, str]:
    text = (HERE / "skins" / "snippets.html").read_text(encoding="utf-8")
    parts = re.split(r"^## (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def marked(text: str) -> list[Line]:
    lines = []
    for raw in text.splitlines():
        if raw.strip():
            mark, content = raw[0], raw[2:]
            if mark in "+-" and content[0] not in "<\t":
                content = f"<p>{content}</p>"
            lines.append(Line(mark, content.removeprefix("\t")))
    return lines


def expand(text: str, story: Story) -> str:
    """`text` with its @snippets, repeated lines and {{names}} filled in."""
    for _ in range(3):  # a skin holds the body, the body holds snippets
        text = re.sub(
            r"^@(\w+)$", lambda found: _snippet(found[1], story), text, flags=re.MULTILINE
        )
    words = _words(story)
    lines: list[str] = []
    for line in text.splitlines():
        listed = re.search(r"\{\{(\w+)\*\}\}", line)  # {{nav*}}: this line once for each
        values = words[listed[1]] if listed else [""]
        lines += [line.replace(listed[0], value) if listed else line for value in values]
    return re.sub(r"\{\{(\w+)\}\}", lambda found: words[found[1]], "\n".join(lines))


def _snippet(name: str, story: Story) -> str:
    return story.body if name == "body" else snippets()[name]


def _neighbors(story: Story, offset: int) -> list[str]:
    """Links to other stories, of the same language when there are enough."""
    others = [other for other in stories() if other != story and other.listed]
    others.sort(key=lambda other: other.language != story.language)
    count = len(others)
    chosen = [others[(offset + step) % max(count, 1)] for step in range(min(3, count))]
    return [f'<a href="{other.path}">{html.escape(other.title)}</a>' for other in chosen]


def _words(story: Story) -> dict[str, Any]:
    said = furniture()[story.language]
    escape = {
        key: [html.escape(v) for v in value] if isinstance(value, list) else html.escape(value)
        for key, value in said.items()
    }
    return escape | {
        "name": html.escape(NAME),
        "title": html.escape(story.title),
        "title_json": json.dumps(story.title, ensure_ascii=False),
        "byline_json": json.dumps(story.byline, ensure_ascii=False),
        "teaser": html.escape(story.teaser),
        "language": story.language,
        "section": story.section,
        "path": story.path,
        "byline": html.escape(story.byline),
        "bio": html.escape(story.bio),
        "published": story.published.isoformat(),
        "day": f"{story.published:%Y-%m-%d %H:%M}",
        "tags": list(story.tags),
        "related": _neighbors(story, 0),
        "popular": _neighbors(story, 3),
        "more": _neighbors(story, 1),
        "base": "{{base}}",  # filled in when it is served
    }


def head_metadata(story: Story) -> str:
    lines = []
    if charset := story.wire.get("meta_charset", "utf-8"):
        lines.append(f'<meta charset="{charset}">')
    if story.structured:
        lines.append(snippets()["structured"])
    if story.amp:
        lines.append('  <link rel="amphtml" href="{{base}}/amp{{path}}">')
    return "\n".join(lines)


@cache
def page_lines(story: Story, skin: str | None = None) -> tuple[Line, ...]:
    """All lines of the story's page with their marks, in page order."""
    frame = (HERE / "skins" / f"{skin or story.skin}.html").read_text(encoding="utf-8")
    head, _, rest = frame.partition("</head>\n")
    head = re.sub(r"^", "  ", head, flags=re.MULTILINE)
    expanded = expand(
        head.replace("{{meta}}", head_metadata(story)) + "\n  </head>\n" + rest, story
    )
    if not story.byline:  # data-byline marks, in a skin, the lines that need one
        expanded = "\n".join(line for line in expanded.splitlines() if "data-byline" not in line)
    return tuple(marked(expanded.replace(" data-byline", "")))


def page_html(story: Story, skin: str | None = None) -> str:
    return "\n".join(line.html for line in page_lines(story, skin))
