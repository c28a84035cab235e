"""A run inside Scrapy, from our own commands: signals, log and the end of it."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, cast

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import settings as project
from crawler.plan import Plan
from crawler.run import Run
from crawler.spider import SourceSpider

STOPPED = 3  # exit code


def launch(run: Run, *, contact: str = "", verbose: bool = False) -> Run:
    """The run, when it has ended. Raises what kept it from beginning or going on."""
    settings = settings_for(run.plan, contact, verbose=verbose)
    run.open(project.told(settings, contact))
    crawl = AsyncCrawlerProcess(settings)
    for name, level in project.QUIET_LOGGERS.items():
        logging.getLogger(name).setLevel(level)
    run.abandon = end_reactor
    with stopping(run):
        crawl.crawl(SourceSpider, run=run)
        crawl.start(install_signal_handlers=False)
    if run.error is not None:
        raise run.error
    return run


def end_reactor() -> None:
    """End the reactor with requests still open, which `stop` would wait for."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

    loop = cast("Any", reactor)
    loop.crash()
    if loop.threadpool is not None:  # its threads would keep the process alive
        loop.threadpool.stop()


def settings_for(plan: Plan, contact: str, *, verbose: bool) -> Settings:
    """The project's settings with what this plan changes."""
    settings = Settings()
    settings.setmodule(project, priority="project")
    changes: dict[str, Any] = {"LOG_LEVEL": "INFO" if verbose else "WARNING"}
    if contact:
        changes["USER_AGENT"] = project.user_agent(contact)
    if all(source.delay == 0 for source in plan.sources):  # our own machines, asked at full speed
        changes["AUTOTHROTTLE_ENABLED"] = False
    settings.setdict(changes, priority="cmdline")
    return settings


@contextmanager
def stopping(run: Run) -> Iterator[None]:
    """The first SIGINT or SIGTERM ends the run in good order, the second at once."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if run.stopped == "signal":
            os._exit(STOPPED)  # what is committed stays; the next run takes up the rest
        run.stop("signal")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
