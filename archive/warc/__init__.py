"""WARC 1.1: what is written, how it is read back, what is done about damage."""
