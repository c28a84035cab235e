"""Bad servers beside good ones: the good are archived, the bad are borne (tests/hostile/run.py)."""

import pytest

from tests.hostile.behaviors import BEHAVIORS
from tests.hostile.run import FEW, MANY, together

# These wait for a deadline or burn a worker's time; `make nightly` takes them too.
SLOW = frozenset(
    {
        "robots.txt: silence",
        "robots.txt: drip without end",
        "Crawl-delay: 100000000",
        "a head drop by drop",
        "a body drop by drop",
        "silence",
        "a TLS handshake that is never answered",
        "a sitemap of 200,000 URLs",
        "a feed of 50,000 entries",
        "a sitemap that is a bomb",
        "gzip in gzip",
        "brotli bomb",
        "100,000 elements deep",
        "100,000 short paragraphs",
        "200,000 links",
        "a million attributes",
        "structured data of 5 MB",
        "a table cell over 10^9 columns",
    }
)
QUICK = [behavior for behavior in BEHAVIORS if behavior.name not in SLOW]


def faults(chosen: list, *, timed: bool) -> list[str]:
    """`timed`: also what took too long, which only a machine without other work can tell."""
    verdicts, unsafe, late = together(chosen, MANY if timed and len(chosen) > 1 else FEW)
    return [*unsafe, *(late if timed else [])] + [
        f"{one.behavior.name}: {fault}" for one in verdicts for fault in one.faults
    ]


def test_there_are_enough_behaviors():
    names = [behavior.name for behavior in BEHAVIORS]
    assert len(set(names)) == len(names) >= 80
    assert set(names) >= SLOW
    assert len(QUICK) >= 60


@pytest.mark.timeout(400)
def test_most_at_once():
    assert faults(QUICK, timed=False) == []


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_all_at_once():
    assert faults(BEHAVIORS, timed=True) == []


@pytest.mark.nightly
@pytest.mark.parametrize("behavior", BEHAVIORS, ids=lambda behavior: behavior.name)
def test_each_by_itself(behavior):
    assert faults([behavior], timed=True) == []
