"""Templates: one line a record, `{title} ({views})`."""

from __future__ import annotations

from collections.abc import Sequence

from beritacli.errors import UsageError
from beritacli.patterns import pattern
from beritacli.render.rows import Row, cell, check_field
from beritacli.render.visible import visible
from beritacli.values import Value

_PART = pattern(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class Template(Value):
    """Pieces of text and field names in turn: text, field, text, field, … text.

    Fields only: not Python's format language, which could reach into objects
    and pad a line to any length.
    """

    pieces: tuple[str, ...]

    def fill(self, row: Row) -> str:
        """The line of one row; values are made visible and stay on it."""
        return "".join(
            visible(cell(row, piece)) if number % 2 else piece
            for number, piece in enumerate(self.pieces)
        )


EMPTY = Template(("",))


def parse_template(text: str, extras: Sequence[str] = ()) -> Template:
    """Read a template; UsageError for an unknown field or a lone brace (`{{` stands for one)."""
    pieces = [""]
    end = 0
    for match in _PART.finditer(text):
        pieces[-1] += text[end : match.start()]
        end = match.end()
        token, name = match.group(), match.group(1)
        if token in ("{{", "}}"):
            pieces[-1] += token[0]
        elif name is None:
            raise UsageError(
                f"a single '{token}' at character {match.start() + 1} of the template",
                "write {{ or }} for a brace, {title} for a field",
            )
        else:
            check_field(name, extras)
            pieces += [name, ""]
    pieces[-1] += text[end:]
    return Template(tuple(pieces))
