-- Addresses of one shape, and how many new ones in a row brought no new text.
create table frontier_patterns (
    source text not null,
    pattern text not null,     -- host, folder with # for numbers, names of parameters
    idle integer not null,
    stopped_at real,           -- since when it is not followed; null: it is
    primary key (source, pattern)
) without rowid;
