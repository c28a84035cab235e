-- The frontier: every URL the crawler knows, when it is due, and what became of it.
-- Times are seconds since 1970 (the views show them as dates).

create table frontier_sources (
    source text primary key,   -- id in the seed file
    next_run real not null default 0,
    last_run real,
    round_started real  -- of a round that was stopped or killed before its end; else null
) without rowid;

create table frontier_robots (
    origin text primary key,   -- scheme://host[:port]
    fetched_at real not null,
    outcome text not null,
    text text not null,
    first_at real not null,
    changed_at real not null
) without rowid;

create table frontier_hosts (
    host text primary key,     -- with its port when that is not the default
    blocked_until real not null default 0,
    blocked_why text,
    delay real not null default 0,        -- seconds between requests that robots.txt asks for
    failures integer not null default 0   -- connections in a row that failed
) without rowid;

-- One line of waiting URLs for each host of a source.
create table frontier_queues (
    id integer primary key,
    source text not null,
    host text not null,
    next_due real,             -- no URL is due before; null: none is waiting
    leased_at real not null default 0,
    unique (source, host)
);

create table frontier_urls (
    id integer primary key,
    key text not null unique,  -- archive.addresses.urls.url_key
    url text not null,         -- what is fetched
    queue_id integer not null references frontier_queues(id),
    kind text not null,        -- listing | article | page | feed | sitemap
    state text not null default 'waiting',  -- waiting | leased | done (never again)
    due real,
    seed integer not null default 0,        -- 1: named by the source, 2: found by "auto"
    via_id integer references frontier_urls(id),
    depth integer not null default 0,
    redirects integer not null default 0,
    found_at real not null,
    dated text,                -- when it was published or changed, as a feed or sitemap says
    dated_by text,             -- feed | sitemap | news sitemap
    leased_at real,
    lease_until real,
    failures integer not null default 0,    -- temporary failures in a row
    first_fetched real,
    fetched_at real,
    changed_at real,
    interval real,             -- seconds between visits of a hub
    etag text,
    last_modified text,
    digest text,
    outcome text,
    status integer,
    crawl_id integer
);
create index frontier_urls_due on frontier_urls(queue_id, due) where state = 'waiting';
create index frontier_urls_leased on frontier_urls(queue_id) where state = 'leased';
create index frontier_urls_retries on frontier_urls(due) where state = 'waiting' and failures > 0;
create index frontier_urls_seeds on frontier_urls(queue_id) where seed > 0;

-- What became of each URL in each run: exactly one row.
create table frontier_outcomes (
    crawl_id integer not null,
    url_id integer not null references frontier_urls(id),
    outcome text not null,
    status integer,
    detail text,
    at real not null,
    primary key (crawl_id, url_id)
) without rowid;

create view crawl_outcomes as
select
    o.crawl_id as crawl, q.source, u.url, u.kind, o.outcome, o.status, o.detail,
    strftime('%Y-%m-%dT%H:%M:%SZ', o.at, 'unixepoch') as at,
    v.url as via, u.depth
from frontier_outcomes o
join frontier_urls u on u.id = o.url_id
join frontier_queues q on q.id = u.queue_id
left join frontier_urls v on v.id = u.via_id;

create view frontier as
select
    u.id, q.source, q.host, u.url, u.kind, u.state,
    strftime('%Y-%m-%dT%H:%M:%SZ', u.due, 'unixepoch') as due,
    u.outcome, u.status, u.failures, u.depth, u.redirects, u.dated, u.dated_by,
    strftime('%Y-%m-%dT%H:%M:%SZ', u.found_at, 'unixepoch') as found_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', u.fetched_at, 'unixepoch') as fetched_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', u.changed_at, 'unixepoch') as changed_at,
    v.url as via
from frontier_urls u
join frontier_queues q on q.id = u.queue_id
left join frontier_urls v on v.id = u.via_id;
