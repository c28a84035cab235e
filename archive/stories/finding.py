"""The road from clean texts to stories: fingerprints, pairs, stories, some articles at a time."""

import sqlite3
from collections.abc import Callable, Iterable

from archive.folder import Archive
from archive.progress import Progress
from archive.stories.grouping import Link, stories_of
from archive.stories.relation import Compared, relation
from archive.stories.rows import (
    candidates,
    compared,
    forget_print,
    print_of,
    take_prints,
    waiting_by_age,
)

PRINTS, BATCH = 200, 50  # articles a transaction: fingerprinted, compared
KEPT = 300  # texts that are ready to be compared, in memory

_PAIR = (
    "insert into story_pairs(younger_id, older_id, relation, similarity, share, other_share,"
    " unquoted, aligned, other_aligned) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def find_stories(
    archive: Archive,
    progress: Progress = lambda _what, _done, _of: None,
    *,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """How many articles were compared with all others that may be the same report.

    Only what is new or changed since the last time, in transactions of a moment: who stops it loses
    nothing, the rest waits for the next time.
    """
    last: int | None = 0
    while last is not None:
        if stopping():
            return 0
        with archive.atomic() as conn:
            last = take_prints(conn, last, PRINTS)
    line = waiting_by_age(archive.conn)
    left, texts = set(line), _Texts(archive.conn)
    for start in range(0, len(line), BATCH):
        if stopping():
            return start
        with archive.atomic() as conn:
            touched = set()
            for article in line[start : start + BATCH]:
                left.discard(article)
                touched |= _compare(conn, article, left, texts)
            regroup(conn, touched)
        progress("compared", min(start + BATCH, len(line)), len(line))
    return len(line)


def forget(conn: sqlite3.Connection, article: int) -> None:
    """Take away all that tells of an article's text; what is left of its story stays one."""
    touched = _unlink(conn, article) - {article} | _companions(conn, article)
    forget_print(conn, article)
    conn.execute("update documents set story_id = null where id = ?", (article,))
    conn.execute("delete from story_articles where document_id = ?", (article,))
    regroup(conn, touched)


def regroup(conn: sqlite3.Connection, touched: Iterable[int]) -> None:
    """Make the stories of these articles anew, and those of all that hang together with them."""
    known = set(touched)
    for article in [*known]:
        known |= _companions(conn, article)
    links, ages = _neighbors(conn, known)
    old = {
        row[0]
        for article in ages
        for row in conn.execute(
            "select story_id from story_articles where document_id = ?", (article,)
        )
    }
    new = stories_of(links, ages)
    gone = old - {members[0].article for members in new}
    conn.executemany(
        "update documents set story_id = null where id = ? and story_id is not null",
        [(article,) for article in ages],
    )
    conn.executemany("delete from story_articles where story_id = ?", [(one,) for one in old])
    conn.executemany("delete from stories where id = ?", [(one,) for one in gone])
    for members in new:
        first = members[0].article
        conn.execute(
            "insert into stories(id, representative_id, size) values (?, ?, ?)"
            " on conflict(id) do update set size = excluded.size",
            (first, first, len(members)),
        )
        conn.executemany(
            "insert into story_articles(story_id, document_id, relation, similarity, compared_id)"
            " values (?, ?, ?, ?, ?)",
            [(first, m.article, m.relation, m.similarity, m.compared) for m in members],
        )
        conn.executemany(
            "update documents set story_id = ? where id = ?", [(first, m.article) for m in members]
        )


class _Texts:
    """The texts that were asked for last, ready to be compared."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._kept: dict[int, Compared] = {}

    def of(self, article: int) -> Compared:
        """The present text of an article."""
        found = self._kept.pop(article, None)
        if found is None:
            row = self._conn.execute(
                "select v.text from documents d"
                " join versions v on v.id = d.current_version_id where d.id = ?",
                (article,),
            ).fetchone()
            found = Compared(row[0])
        self._kept[article] = found  # the last one in the order of a dict
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return found


def _compare(conn: sqlite3.Connection, article: int, left: set[int], texts: _Texts) -> set[int]:
    """The articles whose links changed. Those that are `left` will find this one themselves."""
    touched = _unlink(conn, article)
    mine = print_of(conn, article)
    if mine is not None:
        for other, age, home in candidates(conn, mine):
            if other in left:
                continue
            younger, older = article, other
            if (mine.age, article) < (age, other):
                younger, older = other, article
            found = relation(texts.of(younger), texts.of(older), same_site=home)
            if found is not None:
                touched |= {article, other}
                conn.execute(_PAIR, (younger, older, *found.row()))
    compared(conn, article)
    return touched


def _unlink(conn: sqlite3.Connection, article: int) -> set[int]:
    """The articles that were linked with this one, and itself; they are no longer."""
    rows = conn.execute("select other from story_links where article = ?", (article,)).fetchall()
    if not rows:
        return set()
    conn.execute("delete from story_pairs where younger_id = ?", (article,))
    conn.execute("delete from story_pairs where older_id = ?", (article,))
    return {article, *(row[0] for row in rows)}


def _companions(conn: sqlite3.Connection, article: int) -> set[int]:
    """The other articles of its story."""
    rows = conn.execute(
        "select o.document_id from story_articles m join story_articles o using (story_id)"
        " where m.document_id = ?",
        (article,),
    )
    return {row[0] for row in rows} - {article}


def _neighbors(
    conn: sqlite3.Connection, articles: set[int]
) -> tuple[list[Link], dict[int, tuple[int, int]]]:
    """The links of all articles that hang together with these, and the age of each."""
    ages: dict[int, tuple[int, int]] = {}
    links: list[Link] = []
    line = sorted(articles)
    seen = set(line)
    for article in line:  # it grows while we go
        row = conn.execute(
            "select age from story_texts where document_id = ?", (article,)
        ).fetchone()
        if row is None:
            continue
        ages[article] = (row[0], article)
        mine = conn.execute(
            "select younger_id, older_id, relation, share, other_share, similarity"
            " from story_pairs where younger_id = ?1 and relation <> 'passage'"
            " union all select younger_id, older_id, relation, share, other_share, similarity"
            " from story_pairs where older_id = ?1 and relation <> 'passage'",
            (article,),
        )
        for link in (Link(*row) for row in mine):
            if link.younger == article:
                links.append(link)
            other = link.older if link.younger == article else link.younger
            if other not in seen:
                seen.add(other)
                line.append(other)
    return [link for link in links if link.older in ages], ages
