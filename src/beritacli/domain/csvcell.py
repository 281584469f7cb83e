"""CSV cells that a spreadsheet does not take for a formula.

See OWASP, "CSV Injection": a cell that begins with one of these characters is
run by spreadsheet programs. One leading apostrophe makes it text; a cell that
has the apostrophe already gets another, so that `unguard` undoes exactly what
`guard` did.
"""

from __future__ import annotations

from beritacli.patterns import pattern

_RISKY = pattern(r"'*[=+\-@\t\r]")


def guard(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if text.startswith("'") and _RISKY.match(text) else text
