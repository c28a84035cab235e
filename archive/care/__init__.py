"""Care of the archive: damage mended, rows made anew, texts cleaned again, all in one file."""
