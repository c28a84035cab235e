-- What stories are made of: fingerprints of texts, and what articles are to each other.

-- What of the article was last compared with others: its text, when it was first seen, its site.
-- Whoever changes one of these makes it wait, without knowing of stories.
alter table documents add column compared text;
create index documents_uncompared on documents(id)
    where compared is not (current_version_id || ' ' || first_seen || ' ' || ifnull(site_id, 0));

create table story_texts (
    document_id integer primary key references documents(id) on delete cascade,
    state text not null,     -- as documents.compared: what of the article this was made from
    age integer not null,    -- in the order of first_seen; ties by the address
    site_id integer,
    numbers blob not null    -- of its fingerprint; none when the text is too short or not cleaned
);

create index story_texts_age on story_texts(age);

-- The oldest texts that hold a number come first. No foreign key: it would need an index as large
-- again; archive/stories/rows.py takes the numbers of an article away with the article.
create table story_prints (
    number integer not null,
    age integer not null,
    document_id integer not null,
    primary key (number, age, document_id)
) without rowid;

-- What an article is to an older one, with every measure.
create table story_pairs (
    younger_id integer not null references documents(id) on delete cascade,
    older_id integer not null references documents(id) on delete cascade,
    relation text not null,  -- same | copy | excerpt | extended | reworded | version | passage
    similarity real not null,
    share real not null,        -- of the younger text that stands in the older, 0 to 1
    other_share real not null,  -- of the older text that stands in the younger
    unquoted real not null,     -- the larger of the two, without quotes
    aligned real,               -- share of its sentences that match, of the younger text
    other_aligned real,         -- of the older text
    primary key (younger_id, older_id)
) without rowid;
create index story_pairs_older on story_pairs(older_id);

alter table story_articles add column compared_id integer;  -- the member that it was compared to

drop view story_members;
create view story_members as
select
    m.story_id as story, m.document_id as article, m.relation, m.similarity,
    d.title, s.host as site, d.published, u.url, d.first_seen,
    m.compared_id as compared_to, p.share, p.other_share, p.aligned, p.other_aligned, p.unquoted
from story_articles m
join documents d on d.id = m.document_id
join urls u on u.id = d.url_id
left join sites s on s.id = d.site_id
left join story_pairs p on p.younger_id = m.document_id and p.older_id = m.compared_id;

-- Each pair twice, so that one asks for an article and gets all others.
create view story_links as
select
    younger_id as article, older_id as other, relation, similarity, share, other_share, unquoted,
    aligned, other_aligned, 1 as younger
from story_pairs
union all
select
    older_id, younger_id, relation, similarity, other_share, share, unquoted,
    other_aligned, aligned, 0
from story_pairs;
