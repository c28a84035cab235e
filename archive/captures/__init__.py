"""What came over the wire: records in WARC files and their rows."""
