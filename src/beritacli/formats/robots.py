"""Which agents are robots, by the list of crawler-user-agents.

It is kept by many and grows every month; a new one is an upgrade of the package.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

_ESCAPED = re.compile(r"\\([^\w])")
_ANY = re.compile(r"\([^()]*\)[?*+]?|\[[^\]]*\][?*+]?|\\\w[?*+]?|[^\\][?*]|[.^$+{}]")
_STEP = 3  # letters by which patterns are found
_MOST, _LONGEST = 50_000, 500  # agents remembered, and bytes of one


class Robots:
    """Tells robots by their agent; each of a common length is looked up once.

    The list has 1,500 patterns, and to search for one after the other takes as long
    as reading fifty lines. So each is found by letters that it cannot do without,
    and only those whose letters stand in an agent are compiled and tried.
    """

    def __init__(self, patterns: Sequence[str] | None = None) -> None:
        self._found_by: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._always: list[str] = []
        self._known: dict[bytes, bool] = {}
        for pattern in _alternatives(_listed() if patterns is None else patterns):
            letters = _needed(pattern)
            if len(letters) < _STEP:
                self._always.append(pattern)
            else:
                self._found_by[letters[:_STEP]].append((letters, pattern))

    def __contains__(self, agent: bytes) -> bool:
        known = self._known.get(agent)
        if known is None:
            known = self._is_robot(agent.decode(errors="replace"))
            if len(agent) <= _LONGEST:
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[agent] = known
        return known

    def _is_robot(self, agent: str) -> bool:
        """A browser gives its name, so an agent without one is a program."""
        if agent.strip() in ("", "-"):
            return True
        if any(_compiled(pattern).search(agent) for pattern in self._always):
            return True
        found_by = self._found_by
        possible = {  # each once, however often its letters stand in a hostile agent
            pattern
            for at in range(len(agent) - _STEP + 1)
            for letters, pattern in found_by.get(agent[at : at + _STEP], ())
            if agent.startswith(letters, at)
        }
        return any(_compiled(pattern).search(agent) for pattern in possible)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _alternatives(patterns: Sequence[str]) -> Iterator[str]:
    """The patterns, those with a choice at the top as one for each."""
    for pattern in patterns:
        if "|" in pattern and "(" not in pattern and "[" not in pattern:
            yield from pattern.split("|")
        else:
            yield pattern


def _needed(pattern: str) -> str:
    """The longest piece of plain text that every match of `pattern` holds; '' for none."""
    if "|" in re.sub(r"\([^()]*\)|\[[^\]]*\]|\\.", "", pattern) or pattern.count("(") > 1:
        return ""
    escaped: list[str] = []

    def keep(match: re.Match[str]) -> str:
        escaped.append(match[1])
        return chr(0xE000 + len(escaped) - 1)  # out of the way of what is looked for next

    pieces = _ANY.sub("\n", _ESCAPED.sub(keep, pattern)).split("\n")
    longest = max(pieces, key=len)
    return re.sub("[\ue000-\uf8ff]", lambda match: escaped[ord(match[0]) - 0xE000], longest)


def _listed() -> list[str]:
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA  # noqa: PLC0415 - only here, 70 ms

    return [row["pattern"] for row in CRAWLER_USER_AGENTS_DATA]
