"""Extractors with one signature, (html: bytes, url: str | None) -> str, for the scorers."""

import trafilatura

from cleaners import clean


def winnow(html: bytes, url: str | None) -> str:
    return clean(html, url=url).text


def trafilatura_default(html: bytes, url: str | None) -> str:
    return trafilatura.extract(html, url=url, include_comments=False) or ""
