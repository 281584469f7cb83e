"""Stored text made harmless to print: what a terminal would obey or hide is shown instead."""

from __future__ import annotations

import re

from beritacli.patterns import pattern

# Controls (C0, DEL, C1), half characters, and what is invisible or turns the
# direction of the text: soft hyphen, zero-width, bidi, line separators, tags.
_CLASS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_JOINER = "\u034f"  # the only one of them that Python calls printable
_IN_LINES = pattern(f"[{_CLASS}]")
_IN_A_LINE = pattern(f"[{_CLASS}\t\n]")


def visible(text: str, *, lines: bool = False) -> str:
    r"""`text` with its hidden characters shown: ESC as `␛`, a bidi override as `\u202e`.

    Tab and newline are hidden too, so that a value stays one cell of one line;
    with `lines` they stay, and CR LF is one newline.
    """
    if text.isprintable() and _JOINER not in text:  # the common case, at a tenth of the cost
        return text
    if lines:
        return _IN_LINES.sub(_show, text.replace("\r\n", "\n"))
    return _IN_A_LINE.sub(_show, text)


def encodable(text: str, encoding: str) -> str:
    r"""`text` with what `encoding` lacks as `\uXXXX`, as JSON writes it, so that JSON stays JSON.

    A character beyond the first 65,536 takes two of them.
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(letter if _has(encoding, letter) else _units(letter) for letter in text)
    return text


def _has(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _units(letter: str) -> str:
    pairs = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pairs[at]:02x}{pairs[at + 1]:02x}" for at in range(0, len(pairs), 2))


def _show(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's pictures of the control characters
    if code == 0x7F:
        return "\u2421"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
