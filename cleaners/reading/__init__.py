"""Bytes to lines: a page decoded, parsed, and read line by line with the boxes around each."""
