"""`winnow clean`: one page or text, no archive needed."""

import codecs
import json
import re
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import click

from cleaners.article import Article, Block, Removal
from cleaners.errors import WinnowError

# What a page has and a text has not: an address in brackets, or a < b, is no tag.
_BLOCK = re.compile(
    rb"<(?:!doctype|!--|\?xml|/?(?:article|blockquote|body|center|dd|div|dl|dt|form|h[1-6]|head|header|hr"
    rb"|html|iframe|input|li|link|main|meta|nav|ol|p|pre|script|section|style|table|tbody|td|th|title|tr"
    rb"|ul)(?:\s+[\w:-]+\s*=[^<>]*|\s*/?)>)",
    re.IGNORECASE,
)
# What somebody's program may have left in a text: a page when it stands in most lines.
_INLINE = re.compile(
    rb"</?(?:a|b|br|code|em|font|i|img|small|span|strong|sub|sup|u)(?:\s+[\w:-]+\s*=[^<>]*|\s*/?)>",
    re.IGNORECASE,
)


class UnreadableError(WinnowError):
    """A file that cannot be read."""


def _address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The address as it is. BadParameter for what no page can have come from."""
    if value and not _is_address(value):
        raise click.BadParameter(f"{value!r}: expected one like https://courier.example/story")
    return value


def _is_address(value: str) -> bool:
    try:
        told = urlsplit(value)
    except ValueError:  # a bracket that is not closed
        return False
    return told.scheme == "file" or (told.scheme in ("http", "https") and bool(told.netloc))


def _encoding(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The name of an encoding as it is. BadParameter for what is none."""
    with suppress(LookupError):
        return value and codecs.lookup(value).name
    raise click.BadParameter(f"{value!r}: expected the name of an encoding, like windows-1250")


@click.command("clean")
@click.argument("source", metavar="[FILE|-]", default="-")
@click.option(
    "--url",
    callback=_address,
    help="Where the page came from: makes its links absolute, helps with dates and titles.",
)
@click.option(
    "--charset",
    metavar="NAME",
    callback=_encoding,
    help="What the server said of the encoding, for a page that does not say it itself.",
)
@click.option(
    "--text",
    "is_text",
    is_flag=True,
    help="The input is plain text, whatever is in it.",
)
@click.option(
    "--removed", is_flag=True, help="Show what was removed, in its place, with rule and reason."
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How the article is written.",
)
@click.option("--fast", is_flag=True, help="For bulk work: many times faster, a little less exact.")
@click.option("--explain", is_flag=True, help="Show for each line its verdict, reason and votes.")
def clean_command(
    *,
    source: str,
    url: str | None,
    charset: str | None,
    is_text: bool,
    removed: bool,
    shape: str,
    fast: bool,
    explain: bool,
) -> None:
    """Clean one page or text; no archive needed.

    FILE is an HTML page or a text. A file without tags, or with a few that were left over, is a
    text: one paragraph a line, or broken at a width. Without FILE, or with "-", standard input is
    read.
    """
    _refuse(is_text=is_text, removed=removed, shape=shape, fast=fast, explain=explain)
    content = _read(source, charset)
    is_text = _is_text(source, content) or is_text
    if explain:
        if is_text:
            raise UnreadableError(f"{source}: a text; --explain expected a page (see --removed)")
        told = _explained(content, url, as_json=shape == "json")
        click.echo(told, nl=False)
        if not told:
            click.echo("winnow: nothing to explain: no text", err=True)
        return
    article = _cleaned(content, url, is_text, fast)
    if article.fallback:
        click.echo(f"winnow: not cleaned: {article.fallback}", err=True)
    if article.removals and not article.blocks:
        click.echo("winnow: every line was taken for debris: --removed shows them", err=True)
    if shape == "json":
        click.echo(_json(article, removed))
    elif shape == "markdown":
        from cleaners.markdown import markdown  # noqa: PLC0415 - not needed for --help

        click.echo(markdown(article), nl=False)
    else:
        click.echo(_text(article, removed), nl=False)


def _refuse(*, is_text: bool, removed: bool, shape: str, fast: bool, explain: bool) -> None:
    """UsageError for options of which one would be passed over."""
    if fast and explain:
        raise click.UsageError("--fast cannot --explain; leave one of them out")
    if is_text and (fast or explain):
        raise click.UsageError("--fast and --explain read pages; a text has only the debris rules")
    if removed and shape == "markdown":
        raise click.UsageError("--removed is told as text or JSON; leave --format markdown out")
    if explain and removed:
        raise click.UsageError("--explain tells of removed lines, too; leave --removed out")
    if explain and shape == "markdown":
        raise click.UsageError("--explain is told as text or JSON; leave --format markdown out")


def _is_text(source: str, content: bytes) -> bool:
    """Whether a file is a text. UnreadableError for what is surely neither that nor a page."""
    from cleaners.reading.decoding import utf8  # noqa: PLC0415 - not needed for --help
    from cleaners.reading.sniff import OTHER, foreign, sniff  # noqa: PLC0415

    if what := foreign(content):
        raise UnreadableError(f"{source}: {what}; expected an HTML or text file")
    return sniff(content, None).form != OTHER and not _has_tags(utf8(content))


def _has_tags(content: bytes) -> bool:
    """Whether a file is written in tags, not a text in which a few were left over."""
    if _BLOCK.search(content):
        return True
    lines = [line for line in content.splitlines() if line.strip()]
    return 2 * sum(_INLINE.search(line) is not None for line in lines) > len(lines)


def _cleaned(content: bytes, url: str | None, is_text: bool, fast: bool) -> Article:
    # Imported here: a parser costs a quarter of a second, --help should not.
    if is_text:
        from cleaners.plain.plaintext import clean_text  # noqa: PLC0415
        from cleaners.reading.decoding import decode  # noqa: PLC0415

        return clean_text(decode(content))
    from cleaners.page import clean  # noqa: PLC0415

    return clean(content, url=url, fast=fast)


def _explained(content: bytes, url: str | None, *, as_json: bool) -> str:
    """A line of figures and a line of text for each line of the page; or one JSON object each."""
    from cleaners.explanation import explain  # noqa: PLC0415 - imports a parser

    told = explain(content, url=url)
    if as_json:
        return "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in told)
    shown = []
    for one in told:
        verdict = "keep" if one.kept else f"{one.reason}: {one.rule}"
        opinion = "unasked" if one.opinion is None else f"{one.opinion:.2f}"
        likely = "unasked" if one.likely is None else f"{one.likely:.2f}"
        figures = f"text {likely}  trafilatura {opinion}  links {one.link_share:.2f}"
        votes = "".join(f"  {rule} {vote:+g}" for rule, vote in one.votes)
        hints = f"  ({' '.join(one.hints)})" if one.hints else ""
        head = click.style(f"[{verdict}]", fg="green" if one.kept else "yellow", bold=True)
        shown.append(f"{head} {click.style(figures + votes + hints, dim=True)}\n    {one.text}\n")
    return "".join(shown)


def _read(source: str, charset: str | None) -> bytes:
    """The bytes of a file; in UTF-8 if somebody knows what they are in."""
    if not source:
        raise UnreadableError("'': expected the name of an HTML or text file")
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UnreadableError(
            f"{source}: {error.strerror}; expected an HTML or text file"
        ) from error
    if charset is None:
        return content
    from cleaners.reading.decoding import utf8  # noqa: PLC0415 - not needed for --help

    return utf8(content, charset)


def _text(article: Article, removed: bool) -> str:
    """Blocks, one blank line between two; removals in their places, marked and colored."""
    shown: list[Block | Removal] = [*article.blocks, *(article.removals if removed else ())]
    parts = []
    for one in sorted(shown, key=lambda one: one.position):
        if isinstance(one, Block):
            parts.append(one.text)
        else:
            why = click.style(f"[{one.reason}: {one.rule}]", fg="yellow")
            parts.append(f"{why} {click.style(one.text, fg='red', dim=True)}")
    if removed and article.title:
        parts.insert(0, click.style(article.title, bold=True))
    return "\n\n".join(parts) + "\n" if parts else ""


def _json(article: Article, removed: bool) -> str:
    fields = asdict(article) | {"text": article.text, "robots": sorted(article.robots)}
    if not removed:
        del fields["removals"]
    return json.dumps(fields, ensure_ascii=False)
