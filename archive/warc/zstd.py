"""Zstandard under one name, whichever Python runs: it is in the standard library since 3.14."""

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdDict, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdDict, ZstdError

__all__ = ["ZSTD_MAGIC", "ZstdDecompressor", "ZstdDict", "ZstdError"]

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
