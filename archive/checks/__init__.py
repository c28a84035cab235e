"""Checks of an archive: what `winnow verify` looks at. They read, and change nothing."""
