"""Bad servers beside good ones: the good are archived, the bad are borne (tests/hostile/run.py)."""

import pytest

from tests.hostile.behaviors import BEHAVIORS
from tests.hostile.run import together

# A crawl with these ends soon; `make nightly` takes all, at once and each by itself.
QUICK = frozenset(
    {
        "robots.txt: 500",
        "robots.txt: endless",
        "robots.txt: gzip bomb",
        "robots.txt: redirect inside",
        "429 with Retry-After: 86400 on one page",
        "redirects in a loop",
        "a redirect that grows",
        "meta refresh to the article",
        "a sitemap index that names itself",
        "a redirect inside",
        "a redirect to file:",
        "links inside in every spelling",
        "a feed with links inside",
        "XML entities from a file and inside",
        "XML entities by the billion",
        "gzip bomb of 200 MB",
        "a length of 10 TB",
        "headers without end",
        "cookies for everybody",
        "a name and password in a link",
        "an answer with a second one behind it",
    }
)


def faults(chosen: list) -> list[str]:
    verdicts, unsafe, _late = together(chosen)
    return unsafe + [f"{one.behavior.name}: {fault}" for one in verdicts for fault in one.faults]


def test_there_are_enough_behaviors():
    names = [behavior.name for behavior in BEHAVIORS]
    assert len(set(names)) == len(names) >= 60
    assert set(names) >= QUICK


def test_some_at_once():
    assert faults([behavior for behavior in BEHAVIORS if behavior.name in QUICK]) == []


@pytest.mark.nightly
def test_all_at_once():
    assert faults(BEHAVIORS) == []


@pytest.mark.nightly
@pytest.mark.parametrize("behavior", BEHAVIORS, ids=lambda behavior: behavior.name)
def test_each_by_itself(behavior):
    assert faults([behavior]) == []
