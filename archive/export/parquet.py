"""Articles as a Parquet file, for DuckDB, pandas and the like."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

NUMBERS = frozenset({"id", "word_count", "version", "version_count", "story_id", "warc_offset"})
BATCH_CHARACTERS = 16_000_000  # of text held in memory


def write_parquet(rows: Iterable[dict[str, Any]], path: Path, columns: tuple[str, ...]) -> int:
    """Write the rows, compressed with zstd, a bounded batch at a time; how many there were."""
    schema = pa.schema([(name, pa.int64() if name in NUMBERS else pa.string()) for name in columns])
    count = 0
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row["text"])
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
