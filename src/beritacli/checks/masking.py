"""What of a text is no prose: code, tags, targets of links, addresses."""

from __future__ import annotations

import re

_HIDDEN = "\0"
# Markdown and HTML: a span of code, a tag, the target of a link with its title.
_MARKUP = re.compile(
    r"(?P<ticks>`{1,2})[^`\n]+(?P=ticks)"
    r"|<[A-Za-z/!][^<>\n]*>"
    r"|(?<=\]\()[^()\n]*(?:\([^()\n]*\)[^()\n]*)*(?=\))"
)
_MARKUP_HINTS = ("`", "<", "](", "~~~")
_FENCE = re.compile(r" {0,3}(`{3,}(?![^\n]*`)|~{3,})")
# Addresses, handles and hashtags. A quotation mark or a bracket ends an address.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\"“”<>]+|[^\s@]{1,80}@[^\s@]{1,80}\.\w+|(?<!\w)[@#]\w+"
    r"|\b[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.(?:com|co|id|org|net|go|tv)\b(?:/[^\s\"“”<>]*)?"
)
_ADDRESS_HINTS = (
    "://", "www.", "@", "#", ".com", ".co", ".id", ".org", ".net", ".go", ".tv",
)  # fmt: skip


def without_markup(text: str) -> str:
    """`text` with code, tags and targets of links blanked: a NUL character for each of theirs."""
    if not any(hint in text for hint in _MARKUP_HINTS):
        return text
    if "```" in text or "~~~" in text:
        text = _without_fences(text)
    return _MARKUP.sub(_blank, text)


def without_addresses(text: str) -> str:
    """`text` with addresses, handles and hashtags blanked in the same way."""
    if not any(hint in text for hint in _ADDRESS_HINTS):
        return text
    return _ADDRESS.sub(_blank, text)


def _without_fences(text: str) -> str:
    """Without blocks of code; as in Markdown, one that is never closed goes to the end."""
    lines, fence = text.split("\n"), ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            fence = ""
        elif not fence:
            continue
        lines[number] = _HIDDEN * len(line)
    return "\n".join(lines)


def _blank(found: re.Match[str]) -> str:
    return _HIDDEN * len(found[0])
