"""Numbers as people type them on the command line."""

import click

MANY = 1_000_000_000  # more of anything is a slip of the hand, and too much for SQLite soon after

COUNT = click.IntRange(1, MANY)
JOBS = click.IntRange(1, 64)
