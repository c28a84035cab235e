-- Pages of a source that `winnow fetch` has taken for one run, and what they go back to after it.
create table frontier_lent (
    url_id integer primary key references frontier_urls(id) on delete cascade,
    queue_id integer not null references frontier_queues(id),
    state text not null,
    due real,
    at real not null
);
