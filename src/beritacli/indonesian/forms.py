"""Which abbreviations a text uses, by their short or by one of their long forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from beritacli.indonesian.abbreviations import ABBREVIATIONS
from beritacli.indonesian.text import words

Form = tuple[str, ...]  # a form as its words


def by_first_word(
    table: Mapping[str, tuple[Form, ...]],
) -> dict[str, tuple[tuple[Form, str], ...]]:
    """The first word of every long form -> the whole forms with it and their short forms."""
    found: dict[str, tuple[tuple[Form, str], ...]] = {}
    for short, forms in table.items():
        for form in forms:
            found[form[0]] = (*found.get(form[0], ()), (form, short))
    return found


_LONG = by_first_word(ABBREVIATIONS)
_SHORT, _FIRST = frozenset(ABBREVIATIONS), frozenset(_LONG)


def read_own(text: str) -> dict[str, tuple[Form, ...]]:
    """A table as a desk's setting has it: `kjp = kartu jakarta pintar; …`, commas between forms.

    A part that says nothing to look for is left out.
    """
    found: dict[str, tuple[Form, ...]] = {}
    for part in text.split(";"):
        short, _, forms = part.partition("=")
        said = tuple(form for each in forms.split(",") if (form := tuple(words(each))))
        if said and len(key := words(short)) == 1:
            found[key[0]] = said
    return found


def used_in(tokens: Sequence[str]) -> set[str]:
    """The short forms of all that `tokens` abbreviate or spell out."""
    found = set(_SHORT.intersection(tokens))
    if firsts := _FIRST.intersection(tokens):
        places = [place for place, token in enumerate(tokens) if token in firsts]
        found.update(_spelt_out(tokens, places))
    return found


def _spelt_out(tokens: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    for place in places:
        for form, short in _LONG[tokens[place]]:
            if tuple(tokens[place : place + len(form)]) == form:
                yield short
