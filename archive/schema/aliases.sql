-- Other addresses of an article: its AMP page, the same text under another query string.
create table aliases (
    key text primary key,  -- archive.addresses.urls.url_key of the other address
    document_id integer not null references documents(id) on delete cascade,
    because text not null  -- canonical (a page says so itself; named: not seen yet) | text (the same)
) without rowid;
create index aliases_document on aliases(document_id);
