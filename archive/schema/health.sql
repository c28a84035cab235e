-- What each run finds out about its sources; the view adds what changes while no run takes place.
create table source_checks (
    source_id integer primary key references sources(id),
    checked_at text not null,
    last_run text,
    usual_gap real,          -- seconds between new articles that nine of ten gaps keep within
    failed_share real,       -- of the URLs of its last run, 0 to 1
    expect_articles integer, -- what the source file expects ...
    expect_seconds real,     -- ... within this time
    watched_since text,
    problems text not null   -- JSON: a list of sentences
);

drop view source_health;

create view source_health as
with spans(source_id, age, usual, expect) as (
    select
        k.source_id,
        (julianday('now') - julianday(max(d.first_seen))) * 86400.0,
        k.usual_gap,
        k.expect_seconds
    from source_checks k left join documents d on d.source_id = k.source_id
    group by k.source_id
),
spoken(source_id, age, usual, expect) as (
    select
        source_id,
        case
            when age >= 172800 then cast(age / 86400 as integer) || ' days'
            when age >= 7200 then cast(round(age / 3600) as integer) || ' hours'
            else max(1, cast(round(age / 60) as integer)) || ' minutes'
        end,
        case
            when usual >= 172800 then cast(usual / 86400 as integer) || ' days'
            when usual >= 7200 then cast(round(usual / 3600) as integer) || ' hours'
            else max(1, cast(round(usual / 60) as integer)) || ' minutes'
        end,
        case
            when expect >= 172800 then cast(expect / 86400 as integer) || ' days'
            when expect >= 7200 then cast(round(expect / 3600) as integer) || ' hours'
            else max(1, cast(round(expect / 60) as integer)) || ' minutes'
        end
    from spans
),
lately(source_id, new) as (
    select k.source_id, count(d.id)
    from source_checks k
    left join documents d on d.source_id = k.source_id
        and d.first_seen >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || k.expect_seconds || ' seconds')
    where k.expect_seconds is not null
    group by k.source_id
),
silences(source_id, silence) as (
    select
        k.source_id,
        case
            when k.expect_seconds is not null then iif(
                lately.new < k.expect_articles and
                (julianday('now') - julianday(k.watched_since)) * 86400.0 >= k.expect_seconds,
                lately.new || ' new articles where ' || k.expect_articles || ' within '
                    || spoken.expect || ' are expected',
                null
            )
            when spans.age is null then 'no article yet'
            when spans.age > max(3 * k.usual_gap, 86400.0) then
                'no new article for ' || spoken.age || '; usual are ' || spoken.usual || ' at most'
        end
    from source_checks k
    join spans on spans.source_id = k.source_id
    join spoken on spoken.source_id = k.source_id
    left join lately on lately.source_id = k.source_id
)
select
    src.key as source, src.name,
    (select count(*) from documents d where d.source_id = src.id) as articles,
    (select max(d.first_seen) from documents d where d.source_id = src.id) as newest_article,
    count(c.id) as captures,
    max(c.fetched_at) as last_fetch,
    max(case when c.status between 200 and 399 then c.fetched_at end) as last_success,
    coalesce(sum(c.status >= 400), 0) as errors,
    coalesce(sum(c.state = 'failed'), 0) as unreadable,
    k.last_run, round(k.usual_gap / 3600.0, 1) as usual_gap_hours, k.failed_share,
    nullif(concat_problems.text, '') as problems, k.checked_at
from sources src
left join captures c on c.source_id = src.id
left join source_checks k on k.source_id = src.id
left join (
    select
        s.source_id,
        coalesce(s.silence, '') || iif(s.silence is not null and json_array_length(k.problems) > 0,
            '; ', '') || coalesce((select group_concat(value, '; ') from json_each(k.problems)), '')
            as text
    from silences s join source_checks k on k.source_id = s.source_id
) concat_problems on concat_problems.source_id = src.id
group by src.id;
