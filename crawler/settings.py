"""The settings of the Scrapy project: polite, closed to everything we do not need, bounded.

What a source or the command line may change is set per request or per run; see docs/commands.
"""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from scrapy.settings import BaseSettings

from crawler.robots import ROBOTS_NAME

try:
    VERSION = version("winnow-archive")
except PackageNotFoundError:  # a checkout that was never installed
    VERSION = "0"

BOT_NAME = "winnow"
SPIDER_MODULES = ["crawler.spider"]  # the whole package would load the cleaners too
NEWSPIDER_MODULE = "crawler"

# --- who we are -----------------------------------------------------------------------------
CONTACT = ""  # a web page or address to reach the operator; shown to every server


# --- evidence ---------------------------------------------------------------------------------
WARC_REDACT = ["authorization", "proxy-authorization", "cookie"]  # values hidden in requests
WARC_TRANSFER_ENCODING = "decode"  # or "keep": bodies with their chunk framing


def told(settings: BaseSettings, contact: str = "") -> dict[str, Any]:
    """What the archive notes of a run, and how it is to write its WARC files."""
    how = {
        "redact": [name.lower() for name in settings.getlist("WARC_REDACT")],
        "transfer_encoding": settings["WARC_TRANSFER_ENCODING"],
    }
    agent = settings["USER_AGENT"]
    operator = contact or settings["CONTACT"]
    return {"user_agent": agent, "operator": operator, "robots": "classic", "warc": how}


def user_agent(contact: str = "") -> str:
    """The User-Agent line: what we are, and where to complain."""
    return f"{ROBOTS_NAME}/{VERSION}" + (f" (+{contact})" if contact else "")


USER_AGENT = user_agent(CONTACT)
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",  # what every reader of WARC files can undo
}

# --- nothing open, nothing accepted that we do not need ---------------------------------------
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # new in Scrapy 2.19 and on by default
DOWNLOAD_HANDLERS = {
    "http": "crawler.handler.TapHandler",
    "https": "crawler.handler.TapHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
COOKIES_ENABLED = False
REFERER_ENABLED = False
HTTPPROXY_ENABLED = False  # a proxy would connect for us, past the address guard
FTP_PASSWORD = ""

# Every answer is final for its URL: redirects, retries, robots.txt and scope are decided by the
# frontier and the gate, and bodies stay as they came (workers decode them from the WARC).
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.gate.Gate": 100,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
}
SPIDER_MIDDLEWARES_BASE = {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25}
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "crawler.throttle.Throttle": 0,  # reads the AUTOTHROTTLE settings
}
HTTPERROR_ALLOW_ALL = True
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier knows what was seen
ROBOTS_OBEY = True  # read by crawler.gate
ROBOTSTXT_OBEY = False  # Scrapy's own gate lets requests through under concurrency
REDIRECT_ENABLED = False
RETRY_ENABLED = False
METAREFRESH_ENABLED = False
COMPRESSION_ENABLED = False

# --- polite -----------------------------------------------------------------------------------
DOWNLOAD_DELAY = 1.0  # seconds between requests to a host; sources set their own
CONCURRENT_REQUESTS = 512  # over all hosts; more than crawler.run.WINDOW with their robots.txt
CONCURRENT_REQUESTS_PER_DOMAIN = 2
CONCURRENT_ITEMS = 1  # Scrapy starts that many tasks for every response, and we make no items
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# --- bounded ----------------------------------------------------------------------------------
DOWNLOAD_TIMEOUT = 30.0  # seconds for a whole request: name, connection, TLS, head and body
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes of a body as it comes over the wire
DOWNLOAD_WARNSIZE = 0
RENDER_SECONDS = 30.0  # for a page that a browser shows, all its parts included
DOWNLOAD_VERIFY_CERTIFICATES = False  # an archive keeps the page and notes the bad certificate
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # the one that knows IPv6
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
REACTOR_THREADPOOL_MAXSIZE = 32  # name lookups; slow ones must not hold up the others

# --- quiet ------------------------------------------------------------------------------------
LOG_LEVEL = "INFO"
STATS_DUMP = False
# Scrapy sets the root logger to NOTSET: without these, libraries write hundreds of lines a page.
QUIET_LOGGERS = {
    "charset_normalizer": "WARNING",
    "twisted": "WARNING",
    "asyncio": "WARNING",
    "scrapy-playwright": "ERROR",  # what goes wrong with a page becomes its outcome
}
