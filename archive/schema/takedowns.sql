-- Pages that were removed for good. The address stands only as a hash: it may name a person.
create table takedowns (
    id integer primary key,
    url_hash text not null,     -- sha256 of archive.addresses.urls.url_key of the address
    removed_at text not null,
    reason text,
    captures integer not null,  -- how many were removed
    records integer not null    -- and how many records of WARC files
);
create index takedowns_hash on takedowns(url_hash);
