"""How the pause between two requests follows the answers."""

from types import SimpleNamespace

import pytest
from scrapy.http import Request, Response
from scrapy.settings import Settings

from crawler.throttle import Throttle


@pytest.mark.parametrize(("status", "slot_delay"), [(200, 0.6), (304, 0.6), (404, 1.0), (500, 1.0)])
def test_a_quick_answer_makes_us_quicker_unless_it_is_an_error(status: int, slot_delay: float):
    slot = SimpleNamespace(delay=1.0)
    settings = Settings(
        {
            "AUTOTHROTTLE_ENABLED": True,
            "AUTOTHROTTLE_START_DELAY": 1.0,
            "AUTOTHROTTLE_MAX_DELAY": 60.0,
            "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        }
    )
    downloader = SimpleNamespace(slots={"host": slot})
    throttle = Throttle(
        SimpleNamespace(settings=settings, engine=SimpleNamespace(downloader=downloader))
    )
    request = Request(
        "http://gazette.example/", meta={"download_slot": "host", "download_latency": 0.2}
    )
    throttle.downloaded(Response(request.url, status=status), request)
    assert slot.delay == pytest.approx(slot_delay)
