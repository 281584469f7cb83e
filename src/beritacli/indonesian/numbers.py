"""Numbers as Indonesian pages write them."""

from __future__ import annotations

from beritacli.errors import ValidationError
from beritacli.patterns import pattern

_COUNT = pattern(r"[0-9]{1,18}|[0-9]{1,3}(?:\.[0-9]{3}){1,5}|[0-9]{1,3}(?:,[0-9]{3}){1,5}")


def group(number: int) -> str:
    """`number` with a point after every three digits: 468907 is `468.907`."""
    return f"{number:,}".replace(",", ".")


def parse_count(text: str) -> int:
    """A count as pages write it: `820`, `468.907`, or with English commas `4,160`.

    Raises ValidationError for anything else, fractions and signs included.
    """
    if not _COUNT.fullmatch(text.strip()):
        raise ValidationError(f"'{text[:40]}' is not a whole number", "write 468907 or 468.907")
    return int(text.strip().replace(".", "").replace(",", ""))
