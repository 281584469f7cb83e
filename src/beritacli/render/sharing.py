"""What is handed on of an article, for a person to paste or to open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from beritacli.render.layout import BLANK, Line, Look, Span, heading, linked, paragraph

_NAMES = {
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "facebook": "Facebook",
    "x": "X",
    "email": "Surel",
}


def share_lines(
    text: str, addresses: Mapping[str, str], look: Look, *, links: bool
) -> Iterator[Line]:
    """The text, then `Bagikan ke`: names that open, else each with its whole address."""
    for number, part in enumerate(text.split("\n\n")):
        if number:
            yield BLANK
        yield from paragraph(look.show(part), look, "" if number else "headline")
    known = [(_NAMES[name], address) for name, address in addresses.items() if address]
    yield BLANK
    yield heading("Bagikan ke", look)
    if links:
        dots = [Span(look.glyphs.dot, "dim")] * len(known)
        names = [linked(name, address, "link") for name, address in known]
        yield tuple(span for pair in zip(names, dots, strict=True) for span in pair)[:-1]
        return
    for name, address in known:
        yield BLANK
        yield (Span(name, "strong"),)
        yield (Span(look.show(address)),)
