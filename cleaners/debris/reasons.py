"""Why a line was removed: the whole vocabulary, one sentence a word."""

from typing import Final

REASONS: Final[dict[str, str]] = {
    "ad": "Advertising, or the word that announces it.",
    "bio": "Who wrote it: a byline, the author's portrait in words, a contact.",
    "browser notice": "The site speaks about the reader's browser, scripts or app.",
    "caption": "The text of a picture or a film.",
    "comments": "Readers' comments, their counters and forms; corrections asked for.",
    "consent": "Cookies, embedded content and privacy to agree to.",
    "copyright": "Who holds the rights and what may not be done.",
    "credit": "Who took the picture, which agency sent the text.",
    "donate": "A request for money for the publisher.",
    "duplicate": "The same text stands elsewhere in the article.",
    "follow": "Follow us: social networks, channels, apps.",
    "meta line": "Date, time, place in the site, reading time, views.",
    "navigation": "Menus, jump marks, buttons, the way through the site.",
    "newsletter": "A mailing list and its form.",
    "other": "Debris of another kind, or of several at once.",
    "paywall": "Log in, subscribe, register to read on.",
    "player": "Buttons and texts of audio, video and picture players.",
    "read-more": "One promotion of another page, or the header of such a list.",
    "related list": "Headlines of other pages, standing together.",
    "share": "Share, print, save, send by mail.",
    "site rule": "A rule of the source's own seed file took it.",
    "tags": "Topics and keywords of the page.",
    "title": "The headline; it lives in the title.",
}
