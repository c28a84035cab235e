"""A new archive made older: what its format did not have yet is taken out of it."""

WITHOUT_STORIES = """
drop view story_links;
drop view story_members;
drop table story_pairs;
drop table story_prints;
drop table story_texts;
drop index documents_uncompared;
alter table documents drop column compared;
alter table story_articles drop column compared_id;
update documents set story_id = null;
delete from story_articles;
delete from stories;
create view story_members as
select
    m.story_id as story, m.document_id as article, m.relation, m.similarity,
    d.title, s.host as site, d.published, u.url, d.first_seen
from story_articles m
join documents d on d.id = m.document_id
join urls u on u.id = d.url_id
left join sites s on s.id = d.site_id;
delete from _sqlite_migrations where name >= 'm006';
pragma user_version = 5;
"""


def take_stories_out(conn):
    """The archive as format 5 had it."""
    conn.executescript(WITHOUT_STORIES)


def give_other_numbers(conn):
    """The archive as format 6 had it: its fingerprints are made of other numbers."""
    conn.executescript(
        "update story_prints set number = -number;"
        "update story_texts set numbers = randomblob(length(numbers));"
        "delete from _sqlite_migrations where name >= 'm007';"
        "pragma user_version = 6;"
    )
