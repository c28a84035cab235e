"""Who took a picture: the credit that stands in its caption, by its label, sign or agency."""

import re

LONGEST = 120  # characters of a credit that is made of names
SHORT = 80  # of any other, with no more than so many words:
WORDS = 8
NAMED = 14  # words of one made of names
ALONE = 4  # words beside agencies of a caption that is nothing but a credit without a label
_ENDS = " |/·-–—,=＝"
_OPEN, _CLOSE = "([（【［", ")]）】］"
_STOPS = ".!?…。！？»”\"’'|/·–—-" + _CLOSE
_KIND = (
    "photos?|photographs?|photography|photographers?|images?|pictures?|illustrations?|graphics?"
    "|credits?|sources?|screenshots?"
    "|fotos?|bild(?:er|quellen?|nachweis|rechte|credit)?|foto(?:quellen?|credits?|graf|grafin)"
    "|quellen?|grafik|(?:archiv|symbol)(?:bild|foto)"
    "|crédits?|infographie|fotografías?|im[áa]gen|fuentes?|créditos?|ilustración"
    "|fotografias?|imagem|imagens|fonte|fonti|ilustração|immagin[ei]|crediti"
    "|beeld|bron|fotograaf|afbeelding|bilde|billede|källa|kilde|(?:arkiv|presse)foto|kuva|lähde"
    "|fot|zdjęci[ea]|źródło|zdroj|fotó|forrás|sursa|fotoğraf|kaynak|ảnh"
    "|(?:автор )?фото|фотограф|автор снимка|снимок|источник|джерело|снимка|φωτογραφία|πηγή"
    "|תצלום|צילום|عکس|تصوير|صورة|الصورة|المصدر"
)
_UNSPACED = (
    "图片来源|圖片來源|图片|圖片|图源|圖源|摄影|攝影|来源|來源|图|圖"
    "|写真提供|画像提供|写真|画像|提供|撮影|出典"
    "|사진 ?제공|사진 ?출처|사진|자료 ?사진|제공|출처"
)
_LABEL = re.compile(
    rf"(?<!\w)(?:(?P<word>(?:©\s?)?(?:(?:file|stock|archive|handout|pool|drone)\s+)?"
    rf"(?:{_KIND})(?:\s*[&/]?\s*(?:credits?|sources?|photos?|photography|illustrations?))?)"
    r"(?:(?P<glue>\s*[:：=＝©](?:\s?©)?|\s+[|–—-](?=\s))\s*"
    r"|(?P<by>\s+(?:courtesy\s+of|courtesy|by|via|von|par|di|de|av|af|door|por)\s+|(?<=fot)\.\s+))"
    r"|(?P<bare>courtesy\s+(?:of\s+)?|copyright\s+|(?-i:Credit(?=[A-Z])))(?=\S))"
    rf"|(?P<unspaced>{_UNSPACED})\s*[:：=＝/／・]\s*",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:©|\(c\))\s*(?=\S)", re.IGNORECASE)
_AGENCIES = (
    "AP|AP Photo|Associated Press|The Associated Press|AFP|Agence France-Presse|Reuters|REUTERS"
    "|Getty|Getty Images|GETTY IMAGES|EPA|EPA-EFE|EFE|Europa Press|dpa|DPA|picture alliance"
    "|Picture Alliance|Imago|IMAGO|imago images|Imago Images|Keystone|KEYSTONE|APA|ANSA|Ansa"
    "|LaPresse|Ritzau|Ritzau Scanpix|Scanpix|NTB|PAP|TASS|ТАСС|РИА Новости|УНИАН|УНІАН"
    "|Укринформ|Укрінформ|Shutterstock|iStock|Alamy|PA Images|PA Wire|PA Media|Bloomberg|Xinhua"
    "|新华社|共同|共同社|時事|ロイター|Anadolu|UPI|ANP|Belga|AAP|PTI|Yonhap|연합뉴스|LETA|ČTK|MTI"
    "|Agerpres|رويترز|ddp|epd|KNA|Pexels|Unsplash|Pixabay|Adobe Stock|Wikimedia Commons"
)
_ALONE = re.compile(rf"(?<!\w)(?:{_AGENCIES})(?!\w)")
_AGENCY = re.compile(
    rf"^(?:{_AGENCIES})\s*[/|–—]|(?:[/|–—]\s*|\bvia\s+)(?:{_AGENCIES})(?!\w)"
    rf"|,\s(?:{_AGENCIES.partition('|')[2]})$"
)
_WIRE = re.compile(r"(?<!\w)(?:REUTERS|AFP|EFE|AP Photo)\s?/\s?\S")
_BRACKET = re.compile(r"[(\[（【［]([^()\[\]（）【】［］]{2,120})[)\]）】］]\.?$")
_STOP = re.compile(r"(?:^|(?:(?<!\b[A-Z])\.|[!?…”»\"’')\]])\s+|\s[|/–—]\s+)(?=\S)")
_SENTENCE = re.compile(r"(?:(?<!\b[A-Z])\.|[!?…])\s")
_GLUED = re.compile(r"^Credit(?:\.{3}|…)?\s?(?=[A-Z])")  # a label that was told to screen readers
_TAKEN = re.compile(
    r"(?:(?<=[。！？\s])|^)[\u4e00-\u9fff·/]{2,14}\s?[摄攝]$|[=＝][^=＝。]{1,20}(?:撮影|提供|共同|ロイター)$"
)
_TAKEN_INSIDE = re.compile(r"[\u4e00-\u9fff·/]{2,14}\s?[摄攝]|[^。]{1,20}(?:撮影|提供|제공)")
_PARTICLE = re.compile(
    r"d(?:e|el|ella|i|a|os|u|es|en|er)|l[ae]|v[ao]n|vom|zu|ter|ten|bin|[ae]l|and|und|et|y|e|og|och"
    r"|on|by|for|für|para|pour|v[ií]a|of|the|courtesy|dpa|imago|picture|alliance|images|ddp|epd",
    re.IGNORECASE,
)


def parted(caption: str) -> tuple[str, str]:
    """A caption without the credit at its end, and that credit; empty where there is none."""
    place = _bracketed(caption)
    if place is None:
        place = _labelled(caption)
    if place is None:
        place = _signed(caption)
    if place is None:
        return caption, ""
    credit = caption[place:].strip(_ENDS)
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        if credit[:1] == opening:
            credit = credit[1:].rstrip(". ").removesuffix(closing).strip()
    return caption[:place].rstrip(_ENDS + _OPEN), unlabelled(credit)


def unlabelled(credit: str) -> str:
    """A credit without the word that only screen readers are told."""
    return _GLUED.sub("", credit)


def _bracketed(caption: str) -> int | None:
    """Where brackets at the end begin that hold a credit."""
    if not (found := _BRACKET.search(caption)):
        return None
    inside = found[1].strip()
    label = _LABEL.match(inside) or _SIGN.match(inside)
    photo = re.match(r"(?:photo|foto|фото)\s+(?=\S)", inside, re.IGNORECASE)
    taken = _TAKEN_INSIDE.fullmatch(inside)
    if label or taken or _from_agency(inside) or (photo and _names(inside)):
        return found.start()
    return None


def _labelled(caption: str) -> int | None:
    """Where a label begins behind which stands nothing but a credit."""
    for found in _LABEL.finditer(caption):
        before, rest = caption[: found.start()].rstrip(), caption[found.end() :].strip()
        if not rest or len(rest) > LONGEST or any(sign in rest for sign in "。！？"):
            continue
        fresh = not before or before[-1] in _STOPS + _OPEN
        if caption[found.start() - 1 : found.start()] == "/":
            continue  # the name goes on
        if before and before[-1] in _OPEN and rest.rstrip(". ")[-1:] not in _CLOSE:
            continue  # a bracket that ends within the caption
        named = _names(rest)
        if not named and (not _short(rest) or not (found["glue"] or found["unspaced"])):
            continue
        dash = (found["glue"] or "").strip() in ("|", "–", "—", "-")
        via = (found["by"] or "").strip().lower() == "via"
        if (dash and not (fresh and named)) or ((found["bare"] or via) and not fresh):
            continue
        if fresh or found["unspaced"] or not found[0][0].islower():
            return found.start()
    return None


def _signed(caption: str) -> int | None:
    """Where a credit without a label begins: at its sign, or the name of an agency."""
    for sign in _SIGN.finditer(caption):
        rest = caption[sign.end() :]
        if len(rest) <= SHORT or (len(rest) <= LONGEST and _names(rest)):
            return sign.start()
    if taken := _TAKEN.search(caption):
        return taken.start()
    for stop in _STOP.finditer(caption, max(0, len(caption) - LONGEST)):
        words = caption[stop.end() :]
        if _from_agency(words) and (stop.end() or _few(words)):
            return stop.end()
    wire = _WIRE.search(caption)
    if wire and len(caption) - wire.start() <= LONGEST and _names(caption[wire.start() :]):
        return wire.start()
    return None


def _from_agency(words: str) -> bool:
    """Whether these are names and one of them is that of an agency, set off as in a credit."""
    words = words.strip()
    if _ALONE.fullmatch(words):
        return True
    return bool(_AGENCY.search(words) and not _SENTENCE.search(words) and _names(words))


def _few(words: str) -> bool:
    """Whether names without a label are so few that they are no title of the picture."""
    rest = _ALONE.sub(" ", words)
    return len(rest.split()) <= ALONE and not re.search(r"\d", rest)


def _short(words: str) -> bool:
    return len(words) <= SHORT and len(words.split()) <= WORDS


def _names(words: str) -> bool:
    """Whether there are names alone: no word is small but those that stand in names."""
    every = [word for word in re.split(r"[\s/|,;–—()&+-]+", words) if word]
    return (
        0 < len(every) <= NAMED
        and not every[0][0].islower()
        and all(not word[0].islower() or _PARTICLE.fullmatch(word) for word in every)
    )
