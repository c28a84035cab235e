"""Shared by all tests: where WINNOW_NO_SKIPS is set (CI), a skipped test is a failed test."""

import os
import signal

import pytest
from hypothesis import settings

# A law holds or does not, however busy the machine is; 60 examples find as much each day.
settings.register_profile("winnow", deadline=None, max_examples=60)
settings.load_profile("winnow")


def pytest_configure():
    """Commands under test hear Ctrl-C, also where the suite runs in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):  # noqa: ARG001 - pytest's signature
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("WINNOW_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"


def pytest_collection_modifyitems(config, items):
    """Leave the nightly tests out (not skipped: deselected) unless they are asked for."""
    if os.environ.get("WINNOW_NIGHTLY"):
        return
    nightly = [item for item in items if item.get_closest_marker("nightly")]
    if nightly:
        config.hook.pytest_deselected(items=nightly)
        items[:] = [item for item in items if item not in nightly]
