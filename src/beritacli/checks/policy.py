"""What a desk wants of its checks: levels, limits and words of its own, from the settings."""

from __future__ import annotations

from collections.abc import Mapping

from beritacli.checks.table import LEVELS, RULES
from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion
from beritacli.indonesian.forms import read_own
from beritacli.values import Value

OFF = "off"


class Policy(Value):
    """The level of every rule, `off` for one that is not run, and what the rules go by."""

    levels: Mapping[str, str]
    headline_length: int = 110
    words: frozenset[str] = frozenset()
    spellings: Mapping[str, str] = {}
    abbreviations: Mapping[str, tuple[tuple[str, ...], ...]] = {}

    def codes(self, *levels: str) -> tuple[str, ...]:
        """The rules that are run, or those of some levels."""
        wanted = levels or LEVELS
        return tuple(code for code, level in self.levels.items() if level in wanted)


def policy_of(settings: Mapping[str, str]) -> Policy:
    """The policy of a desk's settings; raises UsageError for a rule or a word that is none."""
    levels = {code: rule.level for code, rule in RULES.items()}
    for level in (*reversed(LEVELS), OFF):
        for code in _listed(settings.get(f"checks.{level}", "")):
            if code not in RULES:
                raise UsageError(
                    f"checks.{level}: no rule '{cut(code)}'", suggestion(code, tuple(RULES))
                )
            levels[code] = level
    return Policy(
        levels,
        int(settings.get("checks.headline_length") or Policy.headline_length),
        frozenset(word.casefold() for word in _listed(settings.get("checks.words", ""))),
        _spellings(settings.get("checks.spellings", "")),
        read_own(settings.get("search.abbreviations", "")),
    )


def _listed(text: str) -> list[str]:
    """The parts of `a, b`."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _spellings(text: str) -> dict[str, str]:
    """Wrong to right, of `praktek = praktik, …`."""
    pairs = (part.partition("=") for part in _listed(text))
    return {wrong.strip().casefold(): right.strip() for wrong, _, right in pairs}
