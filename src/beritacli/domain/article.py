"""The record: one article with everything that its page shows.

Values are frozen. Invariants that hold for every record, wherever it comes
from, are checked by `Article.check`; what `publish` asks beyond that are rules
of `checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from beritacli.domain.jsontext import has_surrogate
from beritacli.errors import ValidationError
from beritacli.hints import cut, suggestion
from beritacli.patterns import pattern
from beritacli.values import Value

MAX_INTEGER = 2**63 - 1  # what SQLite and every JSON reader of note can hold
MAX_ID = 2**62 - 1  # leaves room for the ids that come after
SLUG = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")

STATUSES = ("draft", "review", "ready", "scheduled", "published", "archived", "deleted")
BIN = "deleted"

# Action -> (statuses it may start from, status it leads to). `restore` leads to
# the status before the bin, which the log knows.
TRANSITIONS: Mapping[str, tuple[frozenset[str], str]] = {
    "unpublish": (frozenset({"review", "ready", "scheduled", "published", "archived"}), "draft"),
    "review": (frozenset({"draft", "ready"}), "review"),
    "ready": (frozenset({"draft", "review"}), "ready"),
    "schedule": (frozenset({"draft", "review", "ready"}), "scheduled"),
    "publish": (frozenset({"draft", "review", "ready", "scheduled", "archived"}), "published"),
    "archive": (frozenset({"published"}), "archived"),
    "delete": (frozenset(STATUSES) - {BIN}, BIN),
}


class Photo(Value):
    """The picture of an article: `source` is its URL or file, all parts may be unknown."""

    source: str | None = None
    caption: str | None = None
    credit: str | None = None


class Correction(Value):
    """A note to the readers on what was wrong, and when it was put right."""

    at: datetime
    text: str


class Article(Value):
    """One article. The names are the JSON keys, in their order; they only grow.

    Times are aware datetimes with the offset as written. `views` is a whole
    number from 0; `related` holds the pinned ids in the editor's order; `body`
    is Markdown with a blank line between paragraphs; `quote` has no marks
    around it. Until `embargo_until` readers must not see the article;
    `corrections` are told to them, the oldest first. `extra` carries keys of
    the stored document that this version does not know, so that an edit never
    loses them.
    """

    id: int
    slug: str
    title: str
    status: str = "draft"
    section: str | None = None
    tags: tuple[str, ...] = ()
    reporter: str | None = None
    editor: str | None = None
    published_at: datetime | None = None
    scheduled_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    revision: int = 1
    views: int = 0
    quote: str | None = None
    body: str | None = None
    photo: Photo = Photo()
    related: tuple[int, ...] = ()
    source: str | None = None
    dateline: str | None = None
    embargo_until: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    extra: Mapping[str, Any] = MappingProxyType({})

    def __hash__(self) -> int:
        return hash((self.id, self.revision, self.title))

    @property
    def sort_time(self) -> datetime | None:
        """The instant by which 'newest first' orders: published, else created."""
        return self.published_at or self.created_at

    @property
    def corrected_at(self) -> datetime | None:
        """When the last correction was made; None without any."""
        return max((one.at for one in self.corrections), default=None)

    def is_embargoed(self, now: datetime) -> bool:
        """Whether readers must not see it yet."""
        return self.embargo_until is not None and self.embargo_until > now

    def check(self) -> Article:
        """Return the record itself, or raise ValidationError naming the field."""
        _check_integer("id", self.id, 1, MAX_ID)
        _check_integer("views", self.views, 0)
        _check_integer("revision", self.revision, 1)
        for pin in self.related:
            _check_integer("related", pin, -MAX_INTEGER)
        if not self.title.strip():
            raise ValidationError("the title is empty", "give --title 'A headline'")
        check_slug(self.slug)
        if self.status not in STATUSES:
            raise ValidationError(
                f"unknown status '{cut(self.status)}'", suggestion(self.status, STATUSES)
            )
        if self.status == "scheduled" and self.scheduled_at is None:
            raise ValidationError(
                "a scheduled article needs its time (scheduled_at)",
                f"berita publish {self.id} --at 'besok 06.00'",
            )
        for name, text in _texts(self):
            if has_surrogate(text):
                raise ValidationError(f"{name} holds a character that is not valid Unicode")
        return self


FIELDS: tuple[str, ...] = tuple(name for name in Article.value_fields if name != "extra")
TEXT_FIELDS = ("title", "section", "reporter", "editor", "quote", "body", "source", "dateline")
TIME_FIELDS = ("published_at", "scheduled_at", "created_at", "updated_at", "embargo_until")


def check_slug(slug: str) -> str:
    """Return `slug`, or raise ValidationError: small ASCII letters, digits, single hyphens."""
    if not SLUG.fullmatch(slug) or slug.isdigit():
        raise ValidationError(
            f"'{slug[:80]}' cannot be a slug: small letters, digits and single hyphens, "
            "not digits only",
            "leave --slug out to have it made from the title",
        )
    return slug


def free_slug(slug: str, taken: Callable[[str], bool], number: int = 2) -> str:
    """`slug` itself, or the first of `slug-2`, `slug-3` … that is not `taken`.

    `number` is where to begin, for callers that know the ones below to be taken.
    """
    if not taken(slug):
        return slug
    while taken(f"{slug}-{number}"):
        number += 1
    return f"{slug}-{number}"


def next_status(article: Article, action: str) -> str:
    """The status that `action` leads to; raises ValidationError where it is not allowed."""
    sources, target = TRANSITIONS[action]
    if article.status == target:
        return target
    if article.status not in sources:
        allowed = sorted(
            name for name, (start, _) in TRANSITIONS.items() if article.status in start
        )
        if article.status == BIN:
            allowed = ["restore"]
        raise ValidationError(
            f"article {article.id} is {article.status}: it cannot go to {target}",
            f"allowed from {article.status}: {', '.join(allowed)}",
        )
    return target


def action_to(status: str) -> str:
    """The action that leads to `status`; ValidationError for an unknown one."""
    for action, (_, target) in TRANSITIONS.items():
        if target == status:
            return action
    raise ValidationError(f"unknown status '{cut(status)}'", suggestion(status, STATUSES))


def _check_integer(name: str, value: object, least: int, most: int = MAX_INTEGER) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValidationError(
            f"{name} must be a whole number from {least}, not {str(value)[:40]!r}"
        )


def _texts(article: Article) -> Iterator[tuple[str, str]]:
    for name in TEXT_FIELDS:
        text = getattr(article, name)
        if text is not None:
            yield name, text
    for name in Photo.value_fields:
        text = getattr(article.photo, name)
        if text is not None:
            yield f"photo {name}", text
    for tag in article.tags:
        yield "a tag", tag
    for correction in article.corrections:
        yield "a correction", correction.text
