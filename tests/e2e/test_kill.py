"""`kill -9` of the process group at any moment, then the same command: nothing lost or twice."""

import pytest

from tests.e2e.killing import crawl_killed

REFETCHES = 20  # a kill may cost at most so many requests


@pytest.mark.timeout(600)  # half a minute on a quiet machine
def test_a_killed_crawl_is_taken_up_again(tmp_path, capsys):
    told = crawl_killed(tmp_path, pages=100, kills=10, latency=0.03, chance=1)
    with capsys.disabled():
        print(f"\n{told}")
    assert max(told.refetches) <= REFETCHES


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_a_crawl_of_1000_pages_killed_a_hundred_times(tmp_path, capsys):
    told = crawl_killed(tmp_path, pages=1000, kills=100, latency=0.06, chance=2)
    with capsys.disabled():
        print(f"\n{told}")
    assert max(told.refetches) <= REFETCHES
