-- Full text over versions, so that text that was edited out later is still found.

create virtual table versions_fts using fts5(
    title, byline, text, cjk,
    content="versions", content_rowid="id",
    tokenize="unicode61 remove_diacritics 2"
);

-- Stored once, so that `order by rank` uses the weights without naming them.
insert into versions_fts(versions_fts, rank) values ('rank', 'bm25(4.0, 2.0, 1.0, 1.0)');

create trigger versions_fts_insert after insert on versions
begin
    insert into versions_fts(rowid, title, byline, text, cjk)
    values (new.id, new.title, new.byline, new.text, new.cjk);
end;

create trigger versions_fts_delete after delete on versions
begin
    insert into versions_fts(versions_fts, rowid, title, byline, text, cjk)
    values ('delete', old.id, old.title, old.byline, old.text, old.cjk);
end;
