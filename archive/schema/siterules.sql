-- What a crawl last said of its sources: the newest rules hold for all captures, chosen by their day.
alter table sources add column told text;     -- JSON: {name, strips: [{css, since, until, keep}] ...}
alter table sources add column told_at text;  -- when the crawl began that said so
