"""What two archives must have in common to be equal: all but row ids and times of writing."""

QUERIES = {
    "articles": "select title, byline, published, modified, site, url, language, word_count,"
    " version_count, first_seen, last_seen, text, source, fallback from articles order by url",
    "versions": "select u.url, h.version, h.seen_at, h.title, h.text_hash, h.similarity, h.text"
    " from article_history h join documents d on d.id = h.article join urls u on u.id = d.url_id"
    " order by 1, 2",
    "removed": "select u.url, r.version, r.position, r.reason, r.rule, r.text from removed r"
    " join documents d on d.id = r.article join urls u on u.id = d.url_id order by 1, 2, 3",
    "captures": "select u.url, s.host, u.surt, c.fetched_at, c.record_type, c.status, c.mime,"
    " c.charset, c.kind, c.via, c.depth, c.location, c.etag, c.last_modified, c.content_encoding,"
    " c.entity_size, c.truncated, c.payload_digest, c.content_digest, c.warc_offset, c.warc_length,"
    " c.record_id, c.ip, c.request_offset, c.request_length, c.metadata_offset, c.metadata_length,"
    " o.record_id as original, v.number, c.state, c.reason, src.key as source"
    " from captures c join urls u on u.id = c.url_id left join sites s on s.id = u.site_id"
    " left join captures o on o.id = c.revisit_of left join versions v on v.id = c.version_id"
    " left join sources src on src.id = c.source_id order by c.fetched_at, c.record_id",
    # A crawl that fetched nothing leaves no WARC file, and so no row after a rebuild.
    "crawls": "select w.name, w.started_at, w.finished_at, w.status, w.software, w.settings,"
    " w.stats, count(*) from crawls w join captures c on c.crawl_id = w.id group by w.id"
    " order by 2",
    "sources": "select key, name, told, told_at from sources order by key",
    "takedowns": "select url_hash, removed_at, reason, captures, records from takedowns order by 1",
    "cleaners": "select u.url, v.number, f.fingerprint from versions v join cleaners f"
    " on f.id = v.cleaner_id join documents d on d.id = v.document_id join urls u"
    " on u.id = d.url_id where v.replaced_by is null order by 1, 2",
}
IDS = {
    "article ids": "select id, url, version_id from articles order by id",
    "capture ids": "select id, record_id, version_id, revisit_of from captures order by id",
}


def differences(one, other, *, ids=False):
    """The first differing row of each query, for two open archives; {} when they are equal."""
    found = {}
    for name, sql in (QUERIES | (IDS if ids else {})).items():
        left = [tuple(row) for row in one.conn.execute(sql)]
        right = [tuple(row) for row in other.conn.execute(sql)]
        if left != right:
            pairs = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
            found[name] = pairs[0] if pairs else (len(left), len(right))
    return found
