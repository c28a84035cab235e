"""What people ask of stories: which there are, who is in one, what else an article shares."""

from dataclasses import dataclass

from archive.database import sqlite3

_STORIES = """
with newest as (
    select
        m.story_id as id, count(*) as articles, count(distinct d.site_id) as sites,
        min(d.first_seen) as first_seen, max(d.first_seen) as newest
    from story_articles m join documents d on d.id = m.document_id
    group by m.story_id order by 5 desc, 1 desc limit ?
)
select
    n.id, d.title, n.articles, n.sites,
    (select group_concat(site, ', ') from (
        select site from story_members where story = n.id group by site order by min(first_seen)
    )),
    n.first_seen, n.newest
from newest n join documents d on d.id = n.id
order by n.newest desc, n.id desc
"""
_MEMBERS = """
select
    m.story, m.article, m.relation, m.compared_to, m.similarity, m.share, m.other_share,
    m.unquoted, m.aligned, m.other_aligned, m.site, m.title, m.published, m.first_seen, m.url
from story_members m join story_texts t on t.document_id = m.article
where m.story = ? order by t.age, m.article
"""
_BESIDE = """
select
    l.other as article,
    case when l.younger then  -- the word is that of the younger: turn it round
        case l.relation when 'excerpt' then 'extended' when 'extended' then 'excerpt'
            else l.relation end
        else l.relation end as relation,
    l.article as compared_to, l.similarity,
    l.other_share as share, l.share as other_share, l.unquoted,
    l.other_aligned as aligned, l.aligned as other_aligned,
    a.site, a.title, a.published, a.first_seen, a.url
from story_links l join articles a on a.id = l.other
where l.article = ? and (a.story_id is null or a.story_id is not ?)
order by l.similarity desc, l.other
"""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story in a list."""

    story: int
    title: str | None  # of its oldest article
    articles: int
    sites: int
    hosts: str | None  # the first to have it first
    first_seen: str
    newest: str  # when its last article was first seen


@dataclass(frozen=True, slots=True)
class Telling:
    """An article beside the one it was compared to."""

    story: int | None
    article: int
    relation: str
    compared_to: int | None
    similarity: float | None
    share: float | None  # of its words that stand in the other
    other_share: float | None  # of the other's words that stand in it
    unquoted: float | None
    aligned: float | None  # share of its sentences that say the same, in other words
    other_aligned: float | None
    site: str | None
    title: str | None
    published: str | None
    first_seen: str
    url: str


def newest_stories(conn: sqlite3.Connection, limit: int) -> list[StoryLine]:
    """The stories, the one with the newest article first."""
    return [StoryLine(*row) for row in conn.execute(_STORIES, (limit,))]


def members(conn: sqlite3.Connection, story: int) -> list[Telling]:
    """The articles of a story, the oldest first."""
    return [Telling(*row) for row in conn.execute(_MEMBERS, (story,))]


def beside(conn: sqlite3.Connection, article: int, story: int | None) -> list[Telling]:
    """Articles outside of its story that share text with one: other addresses of it, passages."""
    return [Telling(None, *row) for row in conn.execute(_BESIDE, (article, story))]
