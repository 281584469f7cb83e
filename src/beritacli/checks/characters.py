"""Characters that are not what they look like: spaces, invisible ones, wrong encodings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from beritacli.checks.finding import Hit, Span
from beritacli.checks.subject import Subject

_SPACES = re.compile(r"(?<=[^\s|]) {2,}(?=[^\s|])")
_FIXED = re.compile("[\u00a0\u2007\u202f]|&nbsp;")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff]"
)
_JOINERS = "\u200c\u200d\u200e\u200f"  # needed by emoji, Arabic and Indic scripts
# UTF-8 read as Windows-1252 or Mac Roman: the first byte of a character as a letter, then others.
_CP1252 = "".join(
    c for b in range(0x80, 0xC0) for c in [bytes([b]).decode("cp1252", "replace")] if c != "\ufffd"
)
_TAIL = f"[{re.escape(_CP1252)}\x80-\x9f]"
_WRONG = re.compile(f"[ÂÃ]{_TAIL}|[âãï]{_TAIL}{{2}}|ð[Ÿ\x9f]{_TAIL}{{2}}|‚Ä[úùôòîìõ¶]|\ufffd+")
_RUN = re.compile(r"[^\x00-\x7f]{1,40}")
_MAC = re.compile("‚Ä.")
_MARKED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


def spaces(subject: Subject) -> Iterator[Hit]:
    """Several spaces between two words; those at the ends of a line are Markdown's."""
    for field, text in subject.written():
        if "  " in text:
            for match in _SPACES.finditer(text):
                yield Hit(field, "several spaces in a row", match.span(), " ", " ")


def fixed_spaces(subject: Subject) -> Iterator[Hit]:
    """No-break spaces, as characters or as `&nbsp;`."""
    for field, text in subject.written():
        if not text.isascii() or "&nbsp;" in text:
            for match in _FIXED.finditer(text):
                yield Hit(field, "a no-break space", match.span(), " ", " ")


def invisible(subject: Subject) -> Iterator[Hit]:
    """Zero-width characters, marks of direction, controls."""
    for (field, text), (_, prose) in zip(subject.texts(), subject.prose(), strict=True):
        if text.isprintable():
            continue
        for match in _INVISIBLE.finditer(text):
            if match[0] in _JOINERS and _is_needed(text, match.start()):
                continue
            if match[0] == "\r" and text[match.end() : match.end() + 1] == "\n":
                continue
            name = unicodedata.name(match[0], "control character").lower()
            message = f"an invisible character: {name} (U+{ord(match[0]):04X})"
            hidden = prose[match.start()] != match[0]
            right = None if hidden else _without(match[0], field)
            yield Hit(field, message, match.span(), None, right)


def mojibake(subject: Subject) -> Iterator[Hit]:
    """UTF-8 that was read as another encoding."""
    for field, text in subject.prose():
        if text.isascii():
            continue
        for start, end in _wrong(text):
            right = _decoded(text[start:end])
            yield Hit(field, "a character in the wrong encoding", (start, end), right, right)


def decomposed(subject: Subject) -> Iterator[Hit]:
    """Letters with their accents as characters of their own."""
    for field, text in subject.prose():
        if unicodedata.is_normalized("NFC", text):
            continue
        for match in _MARKED.finditer(text):
            right = unicodedata.normalize("NFC", match[0])
            if right != match[0]:
                message = "a letter and its accent are two characters"
                yield Hit(field, message, match.span(), right, right)


def _without(character: str, field: str) -> str | None:
    """What to write for an invisible character; None where a person has to look.

    A C1 control is what is left of a character in the wrong encoding.
    """
    if "\x7f" < character < "\xa0":
        return None
    if not character.isspace():
        return ""
    return "\n" if field == "body" else " "  # it parts two words or two lines


def _wrong(text: str) -> Iterator[Span]:
    """The places in the wrong encoding: a run of such characters as a whole where it can be read.

    What was read wrongly twice is a run in which the single places mean nothing.
    """
    end = 0
    for match in _WRONG.finditer(text):
        if match.start() < end:
            continue
        run = _RUN.match(text, match.start())
        whole = run is not None and _decoded(run[0]) is not None
        span = run.span() if run is not None and whole else match.span()
        end = span[1]
        yield span


def _is_needed(text: str, place: int) -> bool:
    """Whether a joiner stands beside a character of a script that needs it."""
    around = text[max(0, place - 2) : place] + text[place + 1 : place + 3]
    return any(ord(c) > 0x590 and not 0x1E00 <= ord(c) < 0x2190 for c in around)


def _decoded(text: str) -> str | None:
    """What was meant, also behind several wrong readings; None where that cannot be told."""
    found = once = _decoded_once(text)
    while once:
        found, once = once, _decoded_once(once)
    return found


def _decoded_once(text: str) -> str | None:
    if _MAC.fullmatch(text):
        codec = "mac_roman"
    elif "\ufffd" in text or text == "ï¿½":
        return None
    else:
        codec = "cp1252"
    try:
        raw = b"".join(
            bytes([ord(c)]) if codec == "cp1252" and 0x80 <= ord(c) < 0xA0 else c.encode(codec)
            for c in text
        )
        return raw.decode("utf-8")
    except UnicodeError:
        return None
