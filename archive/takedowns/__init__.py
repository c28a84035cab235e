"""Pages removed for good: from rows, index and WARC files."""
