"""What messages are made of: the nearest known name, counted things, text that is short enough."""

from __future__ import annotations

from collections.abc import Iterable

_MOST_NAMES = 9  # that a hint lists


def nearest(word: str, names: Iterable[str]) -> str:
    """The one of `names` that is most like `word`, or '' where none is."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only for an error
    from heapq import nlargest  # noqa: PLC0415 - the same

    word = word[:80]
    pairs = {word[i : i + 2] for i in range(len(word) - 1)}
    # difflib takes a second for 10,000 names; few of them share any letters.
    likely = nlargest(50, names, key=lambda name: sum(pair in name for pair in pairs))
    return next(iter(get_close_matches(word, likely, n=1)), "")


def suggestion(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """The hint for an unknown name: the nearest one, else `otherwise`, else what there is."""
    known = list(names)
    near = nearest(word.lower(), known)
    if near:
        return f"did you mean {near}?"
    return otherwise or f"one of {', '.join(known)}"


def known_are(names: Iterable[str]) -> str:
    """The hint that lists the first of `names`."""
    shown = sorted(names, key=str.casefold)
    more = ", …" if len(shown) > _MOST_NAMES else ""
    return f"known are {', '.join(shown[:_MOST_NAMES])}{more}"


def counted(count: int, one: str, many: str = "") -> str:
    """`count` things: `1 article`, `2 articles`; `many` where an s does not make the plural."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def cut(text: str) -> str:
    """`text` short enough to stand in a message."""
    return text if len(text) <= 60 else f"{text[:59]}…"
