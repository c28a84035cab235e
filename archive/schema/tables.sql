-- The tables. People query the views (views.sql); tables may move between versions, views may not.

create table archive_info (key text primary key, value text not null) without rowid;

-- One run of the crawler, or one import.
create table crawls (
    id integer primary key,
    name text not null,
    started_at text not null,
    finished_at text,
    status text not null default 'running',  -- running | done | stopped | failed | interrupted
    software text,
    settings text,  -- JSON
    stats text      -- JSON
);

create table sources (
    id integer primary key,
    key text not null unique,  -- the id in the seed file
    name text                  -- what people call it
);

create table sites (
    id integer primary key,
    host text not null unique,  -- lower case, without www.
    name text
);

create table urls (
    id integer primary key,
    url text not null unique,  -- as requested, without fragment
    surt text,
    site_id integer references sites(id)
);
create index urls_surt on urls(surt);
create index urls_site on urls(site_id);

create table warc_files (
    id integer primary key,
    path text not null unique,  -- relative to warcs/
    size integer,
    sha256 text,                -- of the closed file
    origin text not null default 'crawl',  -- crawl | import
    state text not null default 'open',    -- open | closed | importing | damaged | missing
    opened_at text,
    closed_at text,
    note text                   -- what was skipped or cut off, and why
);
create index warc_files_sha256 on warc_files(sha256);

-- One URL at one time: a response, revisit, resource or conversion record in a WARC file.
create table captures (
    id integer primary key,
    url_id integer not null references urls(id),
    crawl_id integer references crawls(id),
    source_id integer references sources(id),
    fetched_at text not null,   -- WARC-Date, UTC, always six digits after the second
    record_type text not null,  -- response | revisit | resource | conversion; bytes: an answer
                                -- that was no HTTP; request or metadata: nothing came back
    status integer,
    mime text,
    charset text,
    kind text,                  -- listing | article | feed | sitemap | robots | page | part
    via text,
    depth integer,
    location text,              -- where a redirect goes
    etag text,
    last_modified text,
    content_encoding text,
    entity_size integer,        -- bytes of the body as sent, transfer coding removed
    truncated text,
    payload_digest text,        -- sha256:hex of the body as sent
    content_digest text,        -- sha256:hex of the body with content codings undone
    warc_file_id integer not null references warc_files(id),
    warc_offset integer not null,
    warc_length integer not null,
    warc_inner integer not null default 0,  -- bytes before it, in members that hold several
    record_id text,
    ip text,
    request_offset integer,
    request_length integer,
    metadata_offset integer,
    metadata_length integer,
    revisit_of integer references captures(id),
    version_id integer,         -- the clean text this capture showed
    state text not null default 'waiting',  -- waiting | done | skipped | failed
    reason text                 -- why it was skipped, failed, or gave only its visible text
);
create unique index captures_place on captures(warc_file_id, warc_offset, warc_inner);
create index captures_url on captures(url_id, fetched_at);
create index captures_crawl on captures(crawl_id, status);
create index captures_source on captures(source_id, fetched_at);
create index captures_payload on captures(payload_digest);
create index captures_fetched on captures(fetched_at);
create index captures_record on captures(record_id);
create index captures_version on captures(version_id) where version_id is not null;
create index captures_original on captures(revisit_of) where revisit_of is not null;
create index captures_waiting on captures(id) where state = 'waiting';
create index captures_hubs on captures(id)
    where state = 'waiting' and kind in ('listing', 'feed', 'sitemap');

-- What cleaned: one row for each set of rules and models that ever worked on this archive.
create table cleaners (
    id integer primary key,
    version text not null,
    fingerprint text not null unique
);

-- One article, all its versions together. Narrow, so that lists and facets never touch text.
create table documents (
    id integer primary key,
    key text not null unique,  -- archive.addresses.urls.url_key of its URL
    url_id integer not null references urls(id),
    site_id integer references sites(id),
    source_id integer references sources(id),
    title text,
    byline text,
    published text,
    modified text,
    language text,
    word_count integer not null default 0,
    version_count integer not null default 1,
    story_id integer references stories(id),
    first_seen text not null,
    last_seen text not null,
    fallback text,             -- why this is only the visible text of the page
    current_version_id integer
);
create unique index documents_current on documents(current_version_id);
create index documents_site on documents(site_id, published);
create index documents_source on documents(source_id, published);
create index documents_published on documents(published);
create index documents_first_seen on documents(first_seen);
create index documents_language on documents(language);
create index documents_url on documents(url_id);
create index documents_story on documents(story_id) where story_id is not null;

-- A distinct clean text or headline of an article. Append-only; a re-clean adds rows and marks the old ones.
create table versions (
    id integer primary key,
    document_id integer not null references documents(id),
    number integer not null,   -- 1 is the oldest text
    capture_id integer not null references captures(id),  -- where this text was first seen
    cleaner_id integer not null references cleaners(id),
    replaced_by integer references versions(id),  -- the same text cleaned by newer rules
    seen_at text not null,
    published text,
    modified text,
    language text,
    word_count integer not null,
    similarity real,           -- to the version before, 0 to 1
    fallback text,
    text_hash text not null,   -- sha256 of text, hex
    title text,
    byline text,
    blocks text not null,      -- JSON: [position, kind, level, length of the block's text], in order
    about text,                -- JSON: site name, section, canonical URL, images, provenance
    text text not null,
    cjk text not null default ''  -- for search: Chinese characters one by one, lines without their marks
);
create unique index versions_number on versions(document_id, number) where replaced_by is null;
create index versions_document on versions(document_id);
create index versions_capture on versions(capture_id);
create index versions_hash on versions(text_hash);
create index versions_cleaner on versions(cleaner_id);
create index versions_replaced on versions(replaced_by) where replaced_by is not null;

create trigger versions_are_append_only before update of title, byline, text, cjk, blocks on versions
begin
    select raise(abort, 'versions are append-only');
end;

create table rules (
    id integer primary key,
    rule text not null,
    reason text not null,
    unique (rule, reason)
);

-- The text of removed blocks, once each: the same debris stands on thousands of pages.
create table removal_texts (
    id integer primary key,  -- first 64 bits of the text's sha256, signed
    text text not null
);

create table removals (
    version_id integer not null references versions(id) on delete cascade,
    position integer not null,  -- among kept and removed blocks together, from 0
    rule_id integer not null references rules(id),
    text_id integer not null references removal_texts(id),
    primary key (version_id, position)
) without rowid;
create index removals_rule on removals(rule_id);
create index removals_text on removals(text_id);

-- Articles that are the same text (copy, excerpt) or the same report in other words (reworded).
create table stories (
    id integer primary key,
    representative_id integer references documents(id),
    size integer not null default 0
);

create table story_articles (
    story_id integer not null references stories(id) on delete cascade,
    document_id integer not null references documents(id),
    relation text not null,  -- original | copy | excerpt | reworded
    similarity real,
    primary key (story_id, document_id)
) without rowid;
create index story_articles_document on story_articles(document_id);
