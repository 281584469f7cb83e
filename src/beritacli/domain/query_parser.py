"""From the words of a command line to a query. `docs/query.md` has the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from beritacli.domain.article import STATUSES, Article
from beritacli.domain.query import (
    DATE_FIELDS,
    EQUAL_FIELDS,
    FIELD_NAMES,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    Between,
    Empty,
    Equals,
    Letters,
    Not,
    Phrase,
    Query,
    Says,
    Term,
    Within,
    Words,
)
from beritacli.errors import UsageError
from beritacli.indonesian.dates import DateError, Span, parse_span
from beritacli.indonesian.text import fold, words

FIELD_START = re.compile(r"(?:\^|not:)*([A-Za-z_]+):(?!//)")
_PIECE = re.compile(r'\s*((?:\^|not:|\+)*(?:[A-Za-z_]+:)?(?:"[^"]*"?|[^\s"]*)[^\s]*)')
_CHECKED = ("section", "tags", "reporter", "editor")
_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """The values that the store has, folded and as written, by key of the record."""

    values: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Known:
        """What is known from `articles`, the bin included."""
        values: dict[str, dict[str, str]] = {key: {} for key in _CHECKED}
        for article in articles:
            for key in ("section", "reporter", "editor"):
                text = getattr(article, key)
                if text:
                    values[key].setdefault(fold(text), text)
            for tag in article.tags:
                values["tags"].setdefault(fold(tag), tag)
        return cls(values)


def parse(
    args: Sequence[str],
    now: datetime,
    *,
    lenient: bool = False,
    known: Known | None = None,
    saved: Mapping[str, str] | None = None,
) -> Query:
    """The query of command-line words; no words are every article.

    Each word is parted at spaces outside double quotes, but one that begins
    with `field:` keeps the rest as its value. `@name` stands for the saved
    query of that name. With `lenient` what is no term is plain words.

    Raises UsageError that names the term and its place.
    """
    reader = _Reader(now, known, saved or {}, lenient=lenient)
    return Query(tuple(term for arg in args for term in reader.terms(arg, ())))


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
    """The query of the filter flags; several values of one are any of them, several flags all."""
    reader = _Reader(now, known, {})
    flags = {
        "status": status,
        "tag": tag,
        "section": section,
        "reporter": reporter,
        "editor": editor,
    }
    terms: list[Term] = [
        reader.field_term(name, ",".join(values), f"--{name}")
        for name, values in flags.items()
        if values
    ]
    if since is not None:
        terms.append(Within("published", (Span(_span(since, now, "--since").start, None),)))
    if until is not None:
        terms.append(Within("published", (Span(None, _span(until, now, "--until").end),)))
    return Query(tuple(terms))


@dataclass(frozen=True, slots=True)
class _Reader:
    now: datetime
    known: Known | None
    saved: Mapping[str, str]
    lenient: bool = False

    def terms(self, arg: str, open_names: tuple[str, ...]) -> Iterator[Term]:
        """The terms of one command-line word."""
        if FIELD_START.match(arg) and self._is_field(arg):
            yield self._term(arg, arg)
            return
        for piece in _pieces(arg):
            if piece.startswith("@") and len(piece) > 1:
                yield from self._saved(piece[1:], open_names)
            else:
                yield self._term(piece, arg)

    def field_term(self, field: str, value: str, term: str) -> Term:
        """The term `field:value`; `term` is how the person wrote it, for errors."""
        if not value:
            return Empty(field)
        if value.startswith("~"):
            return Letters(field, value[1:])
        if field in DATE_FIELDS:
            return Within(field, self._spans(value, term))
        if field in NUMBER_FIELDS:
            return Between(field, tuple(_number_range(part, term) for part in value.split(",")))
        values = _values(value)
        if field in TEXT_FIELDS:
            return Says(field, values)
        self._check(field, values, term)
        return Equals(field, values)

    def _term(self, text: str, arg: str) -> Term:
        for mark in ("^", "not:"):
            if text.startswith(mark) and len(text) > len(mark):
                return Not(self._term(text.removeprefix(mark), arg))
        if text.startswith("+") and len(text) > 1:
            return self.field_term("tag", text[1:], text)
        match = FIELD_START.match(text)
        if match:
            field = match[1].lower()
            if field in FIELD_NAMES:
                return self.field_term(field, text[match.end() :].strip(), text)
            return self._plain(text, _unknown_field(field, arg, text))
        if text.startswith('"'):
            if len(text) > 2 and text.endswith('"'):
                return Phrase(text[1:-1])
            return self._plain(text, _error("a quotation mark is not closed", arg, text))
        if words(text):
            return Words(text)
        return self._plain(text, _error(f"'{text[:40]}' holds no word to look for", arg, text))

    def _plain(self, text: str, error: UsageError) -> Term:
        """What is no term: plain words in a search, elsewhere an error."""
        if not self.lenient:
            raise error
        return Words(text)

    def _is_field(self, arg: str) -> bool:
        match = FIELD_START.match(arg)
        return not self.lenient or (match is not None and match[1].lower() in FIELD_NAMES)

    def _saved(self, name: str, open_names: tuple[str, ...]) -> Iterator[Term]:
        if name in open_names:
            raise UsageError(f"the saved query '@{name}' contains itself")
        if name not in self.saved:
            if self.lenient:
                yield Words(name)
                return
            near = _near(name, self.saved)
            raise UsageError(
                f"there is no saved query '@{name[:40]}'", f"did you mean {near}?" if near else ""
            )
        for piece in _pieces(self.saved[name]):
            if piece.startswith("@"):
                yield from self._saved(piece[1:], (*open_names, name))
            else:
                yield self._term(piece, self.saved[name])

    def _spans(self, value: str, term: str) -> tuple[Span, ...]:
        try:
            return (parse_span(_unquoted(value), self.now),)
        except DateError:
            if "," not in value:
                raise
        return tuple(_span(part, self.now, term) for part in value.split(","))

    def _check(self, field: str, values: Sequence[str], term: str) -> None:
        """Refuse a value that can match nothing: 'no filter' is never the answer to a typo."""
        key = EQUAL_FIELDS[field]
        allowed: Mapping[str, str] = {}
        if key == "status":
            allowed = {name: name for name in STATUSES}
        elif self.known is not None and key in self.known.values:
            allowed = self.known.values[key]
        for value in values if allowed else ():
            if fold(value) not in allowed:
                near = _near(fold(value), allowed)
                hint = f"did you mean {allowed[near]}?" if near else _some(allowed)
                raise UsageError(f"unknown {field} '{value[:60]}' in {term[:80]}", hint)


def _pieces(arg: str) -> Iterator[str]:
    for match in _PIECE.finditer(arg):
        if match[1]:
            yield match[1]


def _values(value: str) -> tuple[str, ...]:
    if value.startswith('"'):
        return (_unquoted(value),)
    return tuple(part.strip() for part in value.split(",") if part.strip()) or (value,)


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def _number_range(text: str, term: str) -> tuple[int | None, int | None]:
    low, dots, high = text.strip().partition("..")
    if not dots:
        number = _number(low, term)
        return number, number
    if not low and not high:
        raise UsageError(f"'..' in {term[:80]} has neither end", "such as views:1000.. or id:1..20")
    return (_number(low, term) if low else None, _number(high, term) if high else None)


def _number(text: str, term: str) -> int:
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise UsageError(
            f"'{text[:40]}' in {term[:80]} is not a whole number", "such as views:1000.."
        )
    return int(digits)


def _span(text: str, now: datetime, term: str) -> Span:
    try:
        return parse_span(_unquoted(text.strip()), now)
    except DateError as error:
        raise UsageError(f"{term[:80]}: {error.message}", error.hint) from None


def _unknown_field(field: str, arg: str, text: str) -> UsageError:
    near = _near(field, FIELD_NAMES)
    hint = f"did you mean {near}:?" if near else f"fields: {', '.join(dict.fromkeys(FIELD_NAMES))}"
    return _error(f"unknown field '{field[:40]}'", arg, text, hint)


def _error(message: str, arg: str, text: str, hint: str = "") -> UsageError:
    place = arg.find(text) + 1
    return UsageError(
        f"{message} (character {place} of {arg[:80]!r})", hint or "see: berita list --help"
    )


def _near(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - needed only for an error

    return next(iter(get_close_matches(word[:80], list(known), n=1)), "")


def _some(known: Mapping[str, str]) -> str:
    names = sorted(known.values(), key=fold)
    more = ", …" if len(names) > _SUGGESTIONS * 3 else ""
    return f"known are {', '.join(names[: _SUGGESTIONS * 3])}{more}"
