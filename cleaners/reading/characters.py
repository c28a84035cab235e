"""Text without the characters that hide, reverse or break it."""

import re

# Joiners carry meaning in Arabic, Indic and neighbouring scripts and inside emoji; nowhere else.
_JOINED = (
    "\u0600-\u08ff\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc"
)
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(
    f"(?<![{_JOINED}{_EMOJI}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}{_EMOJI}])|(?<=[{_EMOJI}])\u200c"
)
_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls; tab, newline, NEL stay
    "\u00ad\u034f\u061c\u115f\u1160\u180e"  # soft hyphen, invisible joiners and fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidi marks and overrides
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"  # byte order mark, interlinear, non-characters
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e007f"  # tags
    "]"
)


def sane(text: str) -> str:
    """`text` without control, zero-width and bidirectional control characters and surrogates.

    White space stays as it is. Source: Unicode TR 36.
    """
    if text.isprintable():
        return text
    text = _UNWANTED.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    return text


def one_line(text: str) -> str:
    """`text` made sane, every run of white space one space, none at the ends."""
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text  # most texts are so, and this is quicker than to take them apart
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(sane(line).split())
