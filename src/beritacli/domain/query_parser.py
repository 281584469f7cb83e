"""From the words of a command line to a query. `docs/query.md` has the grammar.

What reads a term raises as soon as something is wrong; `_Reader` adds the place
in one place, and decides there what a search takes for plain words. Every
pattern reads its text once, so that no input takes more than linear time. Most
queries are plain words, and need none of the patterns, whose making takes longer.
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
    in_order,
    items,
    letters,
    number_range,
    read_span,
    says,
    spans,
    unquoted,
)
from beritacli.errors import UsageError
from beritacli.hints import cut, nearest
from beritacli.indonesian.span import Span
from beritacli.indonesian.text import words
from beritacli.patterns import pattern
from beritacli.values import Value, replace

# A field and its colon, negated or not; `https://` is none.
_FIELD_START = pattern(r"(?:\^|not:)*+([^\W\d][\w.-]*):(?!//)", re.IGNORECASE)
_NEGATIONS = pattern(r"(?:\^|not:)*", re.IGNORECASE)
_PIECE = pattern(rf'(?:[^\s"“]|{TO_QUOTE})+')
_BARE = pattern(r"\S+")
_WHOLE = pattern(r".+", re.DOTALL)
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


def from_filters(
    *,
    status: Sequence[str],
    tag: Sequence[str],
    section: Sequence[str],
    reporter: Sequence[str],
    editor: Sequence[str],
    since: str | None,
    until: str | None,
    now: datetime,
    known: Known | None = None,
) -> Query:
    """The query of the filter flags; several values of one are any of them, several flags all.

    Raises UsageError that names the flag; an empty value is one too, since it
    comes from a script's unset variable more often than from a person.
    """
    flags = (
        ("status", status),
        ("tag", tag),
        ("section", section),
        ("reporter", reporter),
        ("editor", editor),
    )
    terms: list[Term] = [_flag(name, values, known) for name, values in flags if values]
    start = _flag_span("--since", since, now).start if since is not None else None
    end = _flag_span("--until", until, now).end if until is not None else None
    if start is not None or end is not None:
        terms.append(Within("published", (in_order(Span(start, end)),)))
    return Query(tuple(terms))


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
        parted = _PIECE if _has_marks(arg) else _BARE
        for piece in (_WHOLE if whole else parted).finditer(arg):
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
        return UsageError(f"{error.message} {place}{where}", error.hint)

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
        return Phrase(unquoted(text)) if _is_quoted(text) else Words(text)

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


def _has_marks(text: str) -> bool:
    return '"' in text or "“" in text


def _is_quoted(text: str) -> bool:
    return _has_marks(text) and QUOTED.fullmatch(text) is not None


def _negation(text: str) -> tuple[bool, str]:
    """Whether the marks before a term negate it (two of them do not), and the term."""
    if not text.lower().startswith(("^", "not:")):
        return False, text
    found = _NEGATIONS.match(text)
    marks = found[0].lower() if found else ""
    return bool((marks.count("^") + marks.count("not:")) % 2), text[len(marks) :]


def _check_marks(text: str) -> None:
    """Refuse what would quietly become words: open or misplaced marks, an unknown name."""
    if _has_marks(text) and _has_marks(QUOTED.sub("", text)):
        raise NoTermError("a quotation mark is not closed", "close it, or leave it out")
    if text.startswith(('"', "“")) and not _is_quoted(text):
        raise NoTermError("a phrase must stand alone", "put a space behind it")
    if text.startswith("@"):
        raise NoTermError("there is no such saved query", "write the word without the @")


def _flag(name: str, values: Sequence[str], known: Known | None) -> Term:
    if not all(value.strip() for value in values):
        raise UsageError(f"--{name} is empty", f"the query '{name}:' finds articles without one")
    try:
        return equals(name, [item for value in values for item in items(value)], known)
    except UsageError as error:
        raise UsageError(f"--{name}: {error.message}", error.hint) from None


def _flag_span(flag: str, text: str, now: datetime) -> Span:
    try:
        if ".." in text:
            raise UsageError("one date is wanted, not a range", "published:FROM..TO is a range")
        return read_span(text, now)
    except UsageError as error:
        raise UsageError(f"{flag}: {error.message}", error.hint) from None


def _canonical(written: str) -> str:
    return ALIASES.get(written.lower(), written.lower())


def _unknown_field(written: str) -> UsageError:
    near = nearest(written.lower(), (*FIELD_NAMES, *ALIASES))
    fields = f"fields: {', '.join(FIELD_NAMES)}"
    hint = f"did you mean {near}:? {fields}" if near else fields
    return NoTermError(f"unknown field '{cut(written)}'", hint)
