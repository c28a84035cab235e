-- The public API: documented, stable. Columns are only ever added, at the end.

-- Left joins, though every article has a text and a URL: SQLite then skips what a query does not
-- ask for (a search that lists ids is three times faster).
create view articles as
select
    d.id, d.title, d.byline, d.published, s.host as site, u.url, d.language, d.word_count,
    d.version_count, d.first_seen, d.last_seen, d.story_id, v.text, d.modified,
    src.key as source, d.fallback, d.current_version_id as version_id
from documents d
left join versions v on v.id = d.current_version_id
left join urls u on u.id = d.url_id
left join sites s on s.id = d.site_id
left join sources src on src.id = d.source_id;

create view article_history as
select
    d.id as article, v.number as version, v.seen_at, v.title, v.byline, v.published, v.word_count,
    v.similarity, u.url, v.text_hash, v.capture_id as capture, v.id as version_id, v.text
from versions v
join documents d on d.id = v.document_id
join urls u on u.id = d.url_id
where v.replaced_by is null;

create view removed as
select
    v.document_id as article, r.position, rules.reason, rules.rule, t.text,
    v.number as version, v.id as version_id
from removals r
join versions v on v.id = r.version_id
join rules on rules.id = r.rule_id
join removal_texts t on t.id = r.text_id
where v.replaced_by is null;

-- The columns of a CDX index; `capture` leads back to the row.
create view captures_cdx as
select
    u.surt as urlkey,
    substr(c.fetched_at, 1, 4) || substr(c.fetched_at, 6, 2) || substr(c.fetched_at, 9, 2)
        || substr(c.fetched_at, 12, 2) || substr(c.fetched_at, 15, 2)
        || substr(c.fetched_at, 18, 2) as timestamp,
    u.url as original,
    case c.record_type when 'revisit' then 'warc/revisit' else c.mime end as mimetype,
    c.status as statuscode, c.payload_digest as digest, c.location as redirect,
    c.warc_length as length, c.warc_offset as offset, w.path as filename,
    c.id as capture
from captures c
join urls u on u.id = c.url_id
join warc_files w on w.id = c.warc_file_id
where c.record_type in ('response', 'revisit', 'resource');

create view story_members as
select
    m.story_id as story, m.document_id as article, m.relation, m.similarity,
    d.title, s.host as site, d.published, u.url, d.first_seen
from story_articles m
join documents d on d.id = m.document_id
join urls u on u.id = d.url_id
left join sites s on s.id = d.site_id;

create view source_health as
select
    src.key as source, src.name,
    (select count(*) from documents d where d.source_id = src.id) as articles,
    (select max(d.first_seen) from documents d where d.source_id = src.id) as newest_article,
    count(c.id) as captures,
    max(c.fetched_at) as last_fetch,
    max(case when c.status between 200 and 399 then c.fetched_at end) as last_success,
    coalesce(sum(c.status >= 400), 0) as errors,
    coalesce(sum(c.state = 'failed'), 0) as unreadable
from sources src
left join captures c on c.source_id = src.id
group by src.id;
