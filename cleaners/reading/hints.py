"""What the markup says about a container, reduced to a small vocabulary (one bit a word)."""

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

# The words, in the order of their bits. Each pattern is looked for in class, id, role and the like.
_PATTERNS = {
    "body": r"article-?_*(?:body|content|text|copy|main)|story-?_*(?:body|content|text)"
    r"|post-?_*(?:body|content|text)|entry-?_*content|content-?_*body|rich-?text"
    r"|body-?_*(?:copy|text|content)|artikel-?(?:text|inhalt)|texte?-article|wysiwyg"
    r"|prose|mw-parser-output|field-name-body",
    "article": r"article(?!s)|artikel|story(?!-list)|entry|hentry|blogpost|single-post",
    "main": r"(?<![a-z])main(?!-?(?:nav|menu))",
    "related": r"relat|recommend|recirc|read-?_*more|readnext|read-next"
    r"|more-?_*(?:stories|news|from|on|articles)|also-?like|see-?also|teaser|trending"
    r"|popular|most-?(?:read|viewed|popular)|latest|recent|outbrain|taboola|suggest"
    r"|similar|you-?may|lire-aussi|leer-mas|weiterlesen|mehr-zum|promo|featured|up-?next"
    r"|next-?prev|prev-?next|post-navigation",
    "newsletter": r"newsletter|subscri|sign-?up|mailing|optin|opt-in|mc_embed",
    "share": r"share|sharing|social|follow(?!-up)|facebook|twitter|whatsapp|(?<![a-z])sns",
    "comment": r"comment(?!ar[yi])|disqus|kommentar|respond|discussion|replies|livefyre|talkback",
    "ad": r"(?<![a-z])ads?(?![a-z])|(?<![a-z])adv(?![a-z])|dfp|gpt|mpu|advert|sponsor|banner"
    r"|anzeige|werbung|adslot|ad-?slot",
    "consent": r"cookie|consent|gdpr|(?<![a-z])cmp|onetrust|didomi|privacy",
    "paywall": r"paywall|premium|piano|regwall|metered|plus-?content|subscriber-only|locked",
    "bio": r"author-?_*(?:bio|box|info|card|desc|profile)|about-?_*(?:the-?)?author"
    r"|(?<![a-z])bio(?![a-z])|autor-?box",
    "byline": r"byline|author|autor(?!i[sz])|writer|contributor",
    "date": r"date(?!n)|timestamp|(?<![a-z])time|publish(?:ed|-)|datum|posted-on|entry-meta"
    r"|post-?meta|article-?_*meta",
    "tags": r"(?<![a-z])tags?(?![a-z])|taglist|tag-?cloud|topics?(?![a-z])|keyword|categor"
    r"|themen|schlagw",
    "caption": r"caption|credit|legend|podpis|copyright|bildunter|image-?source|photo-?by"
    r"|wp-block-image",
    "player": r"player|video|audio|podcast|listen|gallery|slideshow|carousel|slider|swiper|embed",
    "nav": r"(?<![a-z])nav|(?<![a-z])snav|navi|menu|breadcrumb|paginat|pager|toolbar|skip-?to"
    r"|skip-?link|sitemap|(?<![a-z])tabs?(?![a-z])",
    "header": r"header|masthead|top-?bar|site-?head|page-?head",
    "footer": r"foot|colophon|bottom|fuss",
    "sidebar": r"side-?bar|(?<![a-z])aside|(?<![a-z])rail|widget|side-?col|complementary|secondary"
    r"|sidecolumn",
    "hidden": r"(?<![a-z-])hidden(?![a-z])|sr-only|visually-?hidden|screen-?reader|display-none"
    r"|print-only|noprint",
    "popup": r"modal|popup|pop-up|overlay|dialog|tooltip|lightbox|toast|dropdown|flyout",
    "title": r"headline|title|überschrift",
    "standfirst": r"standfirst|(?<![a-z])lead(?![a-z])|lede|intro|(?<![a-z])dek|deck|subtitle"
    r"|sub-?headline|summary|abstract|excerpt|vorspann|chapo|sapo|subhead|description",
    "toc": r"(?<![a-z])toc(?![a-z])|table-?of-?contents|inhaltsverzeichnis|jump-?links",
    "donate": r"donat|support-us|spenden|fundrais",
    "shop": r"price|cart|basket|rating|stock|(?<![a-z])sku|buy|checkout|wishlist|product",
    "post": r"(?<![a-z])post(?!er|al)|message|thread|reply|topic-?body|question|answer",
    "notice": r"alert|notice|warning|browser|disclaimer|info-?box|factbox|callout",
    "card": r"(?<![a-z])card|tile|grid|listing|(?<![a-z])list(?![a-z])|results?(?![a-z])|archive"
    r"|feed|collection|loop",
    "form": r"(?<![a-z])form(?![a-z])|search|login|log-in|signin|register|captcha",
    "button": r"btn|button|(?<![a-z])cta(?![a-z])",
    "quote": r"quote|testimonial|zitat",
    "faq": r"(?<![a-z])faq|accordion",
    "hero": r"hero|jumbotron",
    "figure": r"(?<![a-z])figure|photo|picture|image|(?<![a-z])img|media|thumb|(?<![a-z])bild",
}
WORDS = (*_PATTERNS, "aside", "list", "table", "heading", "link", "itemprop")
BIT = {word: 1 << place for place, word in enumerate(WORDS)}


def _beginnings(pattern: str) -> dict[str, set[str]]:
    """The second and third letters that may follow the first of a pattern's alternatives."""
    found: dict[str, set[str]] = {}
    for start in re.findall(r"(?:^|\|)(?:\(\?<![^)]*\))?(\w{2,3})(?=[^|]*)", _flat(pattern)):
        found.setdefault(start[0], set()).add(start[1:])
    return found


def _flat(pattern: str) -> str:
    """A pattern without its groups, as far as its beginnings need them."""
    while (shorter := re.sub(r"\((?!\?<!)[^()]*\)\??", "", pattern)) != pattern:
        pattern = shorter
    return pattern


def _by_letter() -> dict[str, re.Pattern[str]]:
    """By first letter, one pattern of all the patterns' alternatives that begin with it."""
    found: dict[str, dict[str, list[str]]] = {}
    for word, pattern in _PATTERNS.items():
        for one in _ALTERNATIVE.findall(pattern):
            letter = one.partition(")")[2][0] if one.startswith("(?<!") else one[0]
            found.setdefault(letter, {}).setdefault(word, []).append(one)
    return {
        letter: re.compile("|".join(f"(?P<{word}>{'|'.join(all_)})" for word, all_ in told.items()))
        for letter, told in found.items()
    }


_ALTERNATIVE = re.compile(r"(?:[^|()]|\((?:[^()]|\([^()]*\))*\))+")
_TOKENS = _by_letter()
# Where a pattern may begin: a quick look before the slow one. The first three letters of each.
_STARTS = re.compile(
    "|".join(
        f"{first}(?:{'|'.join(sorted(rests))})"
        for first, rests in sorted(_beginnings("|".join(_PATTERNS.values())).items())
    )
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = "0123456789"  # at the end of a word they only number it, and no pattern has any

# What an element says by its own name.
TAG_BITS = {
    "article": BIT["article"],
    "main": BIT["main"],
    "aside": BIT["aside"],
    "nav": BIT["nav"],
    "header": BIT["header"],
    "footer": BIT["footer"],
    "figure": BIT["figure"],
    "figcaption": BIT["caption"],
    "picture": BIT["figure"],
    "form": BIT["form"],
    "dialog": BIT["popup"],
    "address": BIT["byline"],
    "time": BIT["date"],
    "button": BIT["button"],
    "label": BIT["form"],
    "video": BIT["player"],
    "audio": BIT["player"],
    "blockquote": BIT["quote"],
    "ul": BIT["list"],
    "ol": BIT["list"],
    "table": BIT["table"],
    "menu": BIT["nav"],
}


TOLD_BY = frozenset(
    ["class", "id", "role", "itemprop", "aria-label", "data-testid", "data-component", "data-type"]
)
# Boxes that are called nothing but that: not "on-comments", nor a page's "with-comments".
_COMMENTS = re.compile(
    r"(?:^|\s)(?:(?:reader-?)?comments?(?:[-_]?(?:list|area|section|wrap(?:per)?|container|thread"
    r"|block|box|tree|template))?|disqus[-_]thread|kommentare?|commentaires?|comentarios)(?=\s|$)",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def markup_bits(tag: str, node: LexborNode) -> int:
    """What an element says by its name and its attributes, as bits."""
    bits = TAG_BITS.get(tag, 0)
    for name, value in node.attributes.items():
        if value and name in TOLD_BY:
            bits |= attribute_bits(value[:300])
        elif name == "hidden" or (name == "style" and value and UNSEEN.search(value)):
            bits |= BIT["hidden"]
    return bits


def called_comments(node: LexborNode) -> bool:
    """Whether an element is called comments and nothing else."""
    names = node.attrs
    return any(_COMMENTS.search(names.get(name) or "") for name in ("class", "id"))


@lru_cache(maxsize=1 << 14)
def attribute_bits(words: str) -> int:
    """The bits for the words of an element's attributes."""
    bits = 0
    for word in words.split()[:40]:
        bits |= _word_bits(word[:60].rstrip(_DIGITS))
    return bits


@lru_cache(maxsize=1 << 15)
def _word_bits(word: str) -> int:
    bits = 0
    if not word.islower():
        word = _CAMEL.sub("-", word).lower()
    for start in _STARTS.finditer(word):
        place = start.start()
        if found := _TOKENS[word[place]].match(word, place):
            bits |= BIT[found.lastgroup or ""]
    return bits


@lru_cache(maxsize=8192)
def names(bits: int) -> frozenset[str]:
    """The words of a set of bits."""
    return frozenset(word for word, bit in BIT.items() if bits & bit)
