-- What a crawl last said of its sources: the newest rules hold for all captures, chosen by their day.
alter table sources add column strips text;   -- JSON: [{css, since, until, keep}]; null: none
alter table sources add column told_at text;  -- when the crawl began that said so
