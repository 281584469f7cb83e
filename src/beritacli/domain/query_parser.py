"""From the words of a command line to a query. `docs/query.md` has the grammar.

What reads a term raises as soon as something is wrong; `_Reader` adds the place
in one place, and decides there what a search takes for plain words. Every
pattern reads its text once, so that no input takes more than linear time. Most
queries are plain words: few patterns are made for them, since that takes longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from beritacli.domain.query import (
    ALIASES,
    DATE_FIELDS,
    FIELD_NAMES,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    Between,
    Empty,
    Not,
    Phrase,
    Query,
    Term,
    Within,
    Words,
)
from beritacli.domain.query_values import (
    QUOTED,
    TO_QUOTE,
    Known,
    NoTermError,
    equals,
    has_marks,
    is_quoted,
    items,
    letters,
    number_range,
    says,
    spans,
    unquoted,
)
from beritacli.errors import UsageError
from beritacli.hints import cut, nearest
from beritacli.indonesian.text import words
from beritacli.patterns import pattern
from beritacli.values import Value, replace

# A field and its colon, negated or not; `https://` is none.
_FIELD_START = pattern(r"(?:\^|not:)*+([^\W\d][\w.-]*):(?!//)", re.IGNORECASE)
_NEGATIONS = pattern(r"(?:\^|not:)*", re.IGNORECASE)
_PIECE = pattern(rf'(?:[^\s"“]|{TO_QUOTE})+')
_WHOLE = pattern(r".+", re.DOTALL)
_LONGEST_HINT = 200  # characters of an argument that is written again in a hint
_MOST_NESTED = 20  # saved queries within saved queries


def parse(
    args: Sequence[str],
    now: datetime,
    *,
    lenient: bool = False,
    known: Known | None = None,
    saved: Mapping[str, str] | None = None,
) -> Query:
    """The query of command-line words; no words are every article.

    Each word is parted at spaces outside quotation marks, but one that begins
    with `field:` keeps the rest as its value. `@name` stands for the saved
    query of that name. With `lenient` an unknown field and an unfinished term
    are plain words; a wrong value of a field stays an error.

    Raises UsageError that names the term and its place.
    """
    reader = _Reader(now, known, saved or {}, set(), lenient=lenient)
    return Query(tuple(term for arg in args for term in reader.terms(arg)))


class _Reader(Value):
    now: datetime
    known: Known | None
    saved: Mapping[str, str]
    done: set[str]  # the saved queries that stand in the query already
    lenient: bool = False
    opened: tuple[str, ...] = ()  # the saved queries that are being read, outermost first

    def terms(self, arg: str) -> Iterator[Term]:
        """The terms of one command-line word, or of the text of one saved query."""
        whole = not self.opened and self._begins_with_field(arg)
        for piece in (_WHOLE if whole else _PIECE).finditer(arg):
            name = piece[0].removeprefix("@")
            if name != piece[0] and (name in self.saved or not self.lenient):
                yield from self._saved(name, piece)
            else:
                yield from self._read(piece)

    def _read(self, piece: re.Match[str]) -> tuple[Term, ...]:
        negative, text = _negation(piece[0])
        try:
            term = self._term(text)
        except UsageError as error:
            if not (self.lenient and isinstance(error, NoTermError)):
                raise self._placed(error, piece) from None
            if not words(text):
                return ()
            term = Words(text)
        return (Not(term) if negative else term,)

    def _begins_with_field(self, arg: str) -> bool:
        start = field_start(arg)
        return start is not None and (not self.lenient or _canonical(start[1]) in FIELD_NAMES)

    def _placed(self, error: UsageError, piece: re.Match[str]) -> UsageError:
        place = f"in '{cut(piece[0])}' at character {piece.start() + 1}"
        where = f" of @{cut(self.opened[-1])}" if self.opened else ""
        short = len(piece[0]) <= _LONGEST_HINT and not self.opened
        terms = _terms_in(piece[0]) if short else []
        hint = _apart(terms) if len(terms) > 1 else error.hint
        return UsageError(f"{error.message} {place}{where}", hint)

    def _term(self, text: str) -> Term:
        if text.startswith("@") and text[1:] in self.saved:
            raise UsageError("a saved query cannot be negated", "negate its terms one by one")
        _check_marks(text)
        if text.startswith("+"):
            return equals("tag", items(text[1:]), self.known)
        start = field_start(text)
        if start:
            return self._field_term(start[1], text[start.end() :].strip())
        if not words(text):
            raise NoTermError("there is no word to look for", "write a word or field:value")
        return Phrase(unquoted(text)) if is_quoted(text) else Words(text)

    def _field_term(self, written: str, value: str) -> Term:
        name = _canonical(written)
        if name not in FIELD_NAMES:
            raise _unknown_field(written)
        if not value:
            return Empty(name)
        if value.startswith("~"):
            return letters(name, unquoted(value[1:]))
        if name in DATE_FIELDS:
            return Within(name, spans(value, self.now))
        if name in NUMBER_FIELDS:
            return Between(name, tuple(number_range(item) for item in items(value)))
        if name in TEXT_FIELDS:
            return says(name, items(value))
        return equals(name, items(value), self.known)

    def _saved(self, name: str, piece: re.Match[str]) -> Iterator[Term]:
        """The terms of a saved query, read strictly and once: a second time adds nothing."""
        try:
            self._check_saved(name)
        except UsageError as error:
            raise self._placed(error, piece) from None
        if name not in self.done:
            self.done.add(name)
            inner = replace(self, lenient=False, opened=(*self.opened, name))
            yield from inner.terms(self.saved[name])

    def _check_saved(self, name: str) -> None:
        if name in self.opened:
            raise UsageError(f"the saved query '@{cut(name)}' contains itself")
        if name not in self.saved:
            near = nearest(name, self.saved)
            names = ", ".join(sorted(self.saved)[:9])
            hint = f"saved are {names}" if names else "no query is saved"
            hint = f"did you mean @{near}?" if near else hint
            raise UsageError(f"there is no saved query '@{cut(name)}'", hint)
        if len(self.opened) >= _MOST_NESTED:
            raise UsageError(f"saved queries are nested more than {_MOST_NESTED} deep")


def field_start(text: str) -> re.Match[str] | None:
    """The field and colon with which a term begins, negated or not, its name as group 1."""
    return _FIELD_START.match(text) if ":" in text else None


def _terms_in(text: str) -> list[str]:
    """What may be meant as terms of their own in one argument: what begins with a known field."""
    terms: list[str] = []
    for word in text.split(" "):
        start = field_start(word)
        if terms and not (start and _canonical(start[1]) in FIELD_NAMES):
            terms[-1] += f" {word}"
        else:
            terms.append(word)
    return terms


def _apart(terms: Sequence[str]) -> str:
    import shlex  # noqa: PLC0415 - only for errors

    return f"each term is an argument of its own: {shlex.join(terms)}"


def _negation(text: str) -> tuple[bool, str]:
    """Whether the marks before a term negate it (two of them do not), and the term."""
    if not text.lower().startswith(("^", "not:")):
        return False, text
    found = _NEGATIONS.match(text)
    marks = found[0].lower() if found else ""
    return bool((marks.count("^") + marks.count("not:")) % 2), text[len(marks) :]


def _check_marks(text: str) -> None:
    """Refuse what would quietly become words: open or misplaced marks, an unknown name."""
    if has_marks(text) and has_marks(QUOTED.sub("", text)):
        raise NoTermError("a quotation mark is not closed", "close it, or leave it out")
    if text.startswith(('"', "“")) and not is_quoted(text):
        raise NoTermError("a phrase must stand alone", "put a space behind it")
    if text.startswith("@"):
        raise NoTermError("there is no such saved query", "write the word without the @")


def _canonical(written: str) -> str:
    return ALIASES.get(written.lower(), written.lower())


def _unknown_field(written: str) -> UsageError:
    near = nearest(written.lower(), (*FIELD_NAMES, *ALIASES))
    fields = f"fields: {', '.join(FIELD_NAMES)}"
    hint = f"did you mean {near}:? {fields}" if near else fields
    return NoTermError(f"unknown field '{cut(written)}'", hint)
