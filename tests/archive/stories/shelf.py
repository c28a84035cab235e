"""A small archive of texts whose stories are looked for."""

from archive import open_archive
from archive.stories.finding import find_stories
from tests.archive.sample import Sample
from tests.archive.stories import reports


def shelved(folder, texts, *, order=None):
    """The folder, now an archive of texts {url: text or list of blocks}, compared; by `order` they
    come in, by their place in `texts` they were first seen.
    """
    sample = Sample(folder)
    for place in order or range(len(texts)):
        put(sample, list(texts)[place], list(texts.values())[place], place)
    sample.db.close()
    find(folder)
    return folder


def put(sample, url, text, hour, **more):
    """The number of an article with this text, first seen in this hour."""
    blocks = text.split("\n") if isinstance(text, str) else text
    seen = f"2026-03-{1 + hour // 24:02}T{hour % 24:02}:00:00.000000Z"
    return sample.text(url, blocks, seen_at=seen, title=more.pop("title", url), **more)


def find(folder):
    """How many articles were compared."""
    with open_archive(folder, write=True, recover=False) as archive:
        return find_stories(archive)


def stories(folder):
    """{host of the oldest: [(host, relation) of the others]}; hosts without ".example"."""
    found = {}
    with open_archive(folder) as archive:
        for row in archive.conn.execute(
            "select m.story, m.article, m.relation, m.site from story_members m"
            " join story_texts t on t.document_id = m.article order by m.story, t.age"
        ):
            site = row["site"].removesuffix(".example")
            if row["relation"] == "first":
                assert row["story"] == row["article"]
                found[site] = others = []
            else:
                others.append((site, row["relation"]))
    return found


def rows(folder):
    """All that was found, by address: links with every measure, stories with every member."""
    with open_archive(folder) as archive:
        url = "(select u.url from documents d join urls u on u.id = d.url_id where d.id = {})"
        links = archive.conn.execute(
            f"select {url.format('younger_id')}, {url.format('older_id')}, relation, similarity,"
            " share, other_share, unquoted, aligned, other_aligned from story_pairs order by 1, 2"
        )
        members = archive.conn.execute(
            f"select {url.format('m.story')}, m.url, m.relation, m.similarity,"
            f" {url.format('m.compared_to')} from story_members m order by 1, 2"
        )
        return [[tuple(row) for row in found] for found in (links, members)]


def coast(folder):
    """A small archive whose stories docs/stories.md shows."""
    lines = reports.HARBOR.split("\n")
    sample = Sample(folder)
    for hour, (url, title, blocks, published) in enumerate(
        [
            ("gazette.example/pier", "Old ferry pier to close", lines, "2026-02-28"),
            ("courier.example/2026/pier", "Pier shut for winter", lines[:9], "2026-03-01"),
            ("market.example/roof", "A roof that does not drip", reports.MARKET.split("\n"), None),
            (
                "tidings.example/harbor",
                "Saltmarsh loses its pier until spring",
                reports.HARBOR_AGAIN.split("\n"),
                "2026-03-01",
            ),
            ("gazette.example/print/pier", "Old ferry pier to close", lines[:11], "2026-02-28"),
            (
                "week.example/9",
                "The week on the coast",
                [*reports.MARKET.split("\n"), *reports.QUOTED.split("\n"), *lines[:6]],
                "2026-03-02",
            ),
        ]
    ):
        put(sample, f"https://{url}", blocks, hour, title=title, published=published)
    sample.db.close()
    find(folder)
    return folder
