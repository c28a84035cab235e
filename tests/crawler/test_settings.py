"""What is switched on is what we need, and nothing else."""

import pytest
from scrapy.settings import Settings

from crawler.settings import user_agent


@pytest.fixture(scope="module")
def settings():
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings


def test_only_http_and_https_have_handlers(settings):
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_every_answer_is_final_for_its_url(settings):
    assert list(settings.getwithbase("DOWNLOADER_MIDDLEWARES")) == [
        "crawler.gate.Gate",
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware",
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware",
    ]
    assert list(settings.getwithbase("SPIDER_MIDDLEWARES")) == [
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware"
    ]
    assert not any("telnet" in name or "remote" in name for name in
                   settings.getwithbase("EXTENSIONS"))  # fmt: skip


def test_limits_are_set(settings):
    assert settings.getint("DOWNLOAD_MAXSIZE") <= 32 * 1024 * 1024
    assert settings.getfloat("DOWNLOAD_TIMEOUT") <= 60
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert not settings.getbool("COOKIES_ENABLED")


def test_we_say_who_we_are():
    assert user_agent().startswith("winnow/")
    assert user_agent("https://lab.test/bot").endswith(" (+https://lab.test/bot)")
