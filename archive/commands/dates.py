"""Dates as people type them after --since and --until."""

import datetime as dt
import re

import click

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_AGO = re.compile(r"(\d{1,4})([dw])")


class DateParam(click.ParamType[str]):
    """A year, month or day (2026, 2026-03, 2026-03-01), `today`, `yesterday`, or 7d and 2w ago."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The date in ISO form, as precise as it was given."""
        today = dt.datetime.now(dt.UTC).date()
        if _ISO.fullmatch(value):
            try:
                dt.date.fromisoformat((value + "-01-01")[:10])
            except ValueError:
                self.fail(f"there is no date {value!r}", param, ctx)
            return value
        days = {"today": 0, "yesterday": 1}.get(value)
        if ago := _AGO.fullmatch(value):
            days = int(ago[1]) * (7 if ago[2] == "w" else 1)
        if days is None:
            self.fail(
                f"{value!r} is no date: expected 2026, 2026-03, 2026-03-01, today, 7d or 2w",
                param,
                ctx,
            )
        return (today - dt.timedelta(days=days)).isoformat()


DATE = DateParam()
