"""The SQL of the frontier's verbs."""

DISCOVER = """
insert into frontier_urls (key, url, queue_id, kind, due, seed, via_id, depth, redirects, found_at,
    dated, dated_by)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (key) do nothing
"""
KNOWN = """
update frontier_urls set queue_id = ?, kind = ?, due = ?, seed = ?, state = 'waiting',
    redirects = 0, failures = 0
where key = ? and state <> 'leased'
"""
LEND = """
insert or ignore into frontier_lent (url_id, queue_id, state, due, at)
select u.id, u.queue_id, u.state, u.due, :now from frontier_urls u
join frontier_queues q on q.id = u.queue_id
where u.key = :key and q.source <> :source and u.state <> 'leased'
"""
LENT = """
update frontier_urls set queue_id = :queue, due = :due, state = 'waiting', redirects = 0,
    failures = 0
where key = :key and state <> 'leased' and id in (select url_id from frontier_lent)
returning id, (select q.source from frontier_lent l join frontier_queues q on q.id = l.queue_id
    where l.url_id = frontier_urls.id)
"""
# A page that was overdue has been fetched now, if it was; any other keeps its turn.
HOME = """
update frontier_urls set
    queue_id = l.queue_id, state = iif(l.seen, state, l.was), due = iif(l.seen, due, l.turn)
from (
    select l.url_id, l.queue_id, l.state as was, l.due as turn,
        coalesce(u.fetched_at >= max(l.at, l.due), false) as seen
    from frontier_lent l join frontier_urls u on u.id = l.url_id
) l
where id = l.url_id and state <> 'leased'
returning id, queue_id, due
"""
REST = """
update frontier_urls set state = 'done', due = null
where state = 'waiting' and queue_id in (select id from frontier_queues where source = ?)
"""
TRAP = """
update frontier_urls set state = 'done', due = null, outcome = 'trap', crawl_id = ?
where key = ? returning id
"""
CHANGED = """
update frontier_urls set state = 'waiting', due = ?
where key = ? and fetched_at < ? and state <> 'leased' returning queue_id
"""
SEEDS = """
select u.key from frontier_urls u join frontier_queues q on q.id = u.queue_id
where q.source = ? and u.seed > 0
"""
WAKE_SEEDS = """
update frontier_urls set state = 'waiting', due = 0, redirects = 0, failures = 0
where seed > 0 and state <> 'leased'
    and queue_id in (select id from frontier_queues where source = ?)
    and (fetched_at is null or fetched_at < ?)
"""
BUSY_HOSTS = """
select q.host, count(*) from frontier_urls u join frontier_queues q on q.id = u.queue_id
where u.state = 'leased' group by q.host
"""
READY_QUEUES = """
select q.id, q.source, q.host, coalesce(h.delay, 0)
from frontier_queues q left join frontier_hosts h on h.host = q.host
where q.next_due <= ? and coalesce(h.blocked_until, 0) <= ? and q.source in ({})
order by q.leased_at limit ?
"""
COLUMNS = """
u.id, u.url, u.key, u.kind, q.source, q.host, v.url, u.depth, u.redirects, u.seed, u.failures,
u.first_fetched, u.fetched_at, u.interval, u.etag, u.last_modified, u.digest
"""
NEXT_URLS = f"""
select {COLUMNS} from frontier_urls u
join frontier_queues q on q.id = u.queue_id
left join frontier_urls v on v.id = u.via_id
where u.queue_id = ? and u.state = 'waiting' and u.due <= ? and (u.due <= ? or u.failures > 0)
    and (u.kind <> 'sitemap' or ? > 0)
order by u.due, u.id limit ?
"""
LEASE = "update frontier_urls set state = 'leased', leased_at = ?, lease_until = ? where id = ?"
NEXT_DUE = """
update frontier_queues set next_due =
    (select min(due) from frontier_urls where queue_id = ? and state = 'waiting')
where id = ?
"""
FINISH = """
update frontier_urls set
    state = :state, due = :due, failures = :failures, leased_at = null, lease_until = null,
    first_fetched = coalesce(first_fetched, :fetched), fetched_at = coalesce(:fetched, fetched_at),
    changed_at = coalesce(:changed, changed_at), interval = coalesce(:interval, interval),
    etag = iif(:changed is null, coalesce(:etag, etag), :etag),
    last_modified = iif(:changed is null, coalesce(:last_modified, last_modified), :last_modified),
    digest = coalesce(:digest, digest), outcome = :outcome, status = :status, crawl_id = :crawl,
    url = coalesce(:url, url), redirects = coalesce(:redirects, redirects)
where id = :id
"""
LEASED = f"""
select {COLUMNS}, u.leased_at from frontier_urls u
join frontier_queues q on q.id = u.queue_id
left join frontier_urls v on v.id = u.via_id
where u.state = 'leased'
"""
HOST_FAILED = """
insert into frontier_hosts (host, failures) values (?, 1)
on conflict do update set failures = failures + 1 returning failures
"""

NEXT_RETRY = """
select min(at) from (
    select min(due) as at from frontier_urls where state = 'waiting' and failures > 0
        and queue_id in (select id from frontier_queues
            where source in (select value from json_each(:sources)))
    union all
    select min(max(h.blocked_until, q.next_due)) from frontier_queues q
    join frontier_hosts h on h.host = q.host
    where h.blocked_until > :now and q.next_due is not null
        and q.source in (select value from json_each(:sources))
)
"""
DUE = """
select count(*) from frontier_urls where state = 'waiting' and due <= :now
    and queue_id in (select id from frontier_queues
        where source in (select value from json_each(:sources)))
"""
STATS = """
select case when state = 'waiting' then iif(due <= :now, 'due', 'later') else state end, count(*)
from frontier_urls where queue_id in (select id from frontier_queues
    where source in (select value from json_each(:sources)))
group by 1
"""
ROBOTS = """
insert into frontier_robots (origin, fetched_at, outcome, text, first_at, changed_at)
values (:origin, :fetched_at, :outcome, :text, :fetched_at, :fetched_at)
on conflict do update set
    changed_at = iif(outcome = :outcome and text = :text, changed_at, :fetched_at),
    fetched_at = :fetched_at, outcome = :outcome, text = :text
"""
ROUND_DONE = """
update frontier_sources set round_started = null, last_run = ?, next_run = ? where source = ?
"""
