"""References: the words by which a person names one article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beritacli.domain.article import BIN, MAX_INTEGER, Article
from beritacli.domain.query_parser import field_start
from beritacli.errors import AmbiguousError, NotFoundError, UsageError
from beritacli.hints import cut, nearest
from beritacli.patterns import pattern

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

LAST = "@last"
_ID = pattern(r"#?([0-9]+)")
_QUERY_MARKS = ("^", "not:", "+", '"', "“")


def is_query(args: Sequence[str], *, filtered: bool = False) -> bool:
    """Whether the words of a target are a query, as they are where filter flags stand beside them.

    Raises UsageError where references stand among terms or filters.
    """
    terms = [arg for arg in args if looks_like_query(arg)]
    if (terms or filtered) and len(terms) < len(args):
        ref = next(arg for arg in args if not looks_like_query(arg))
        query = f"'{cut(terms[0])}'" if terms else "a filter flag"
        raise UsageError(
            f"'{cut(ref)}' is a reference and {query} a query: they cannot be mixed",
            f"name an article in a query by its number: id:{ref}"
            if _ID.fullmatch(ref)
            else f"a word of a query stands between quotation marks here: '\"{cut(ref)}\"'",
        )
    return filtered or bool(terms)


def looks_like_query(arg: str) -> bool:
    """Whether one word of a target is a query term: `field:`, `^`, `+tag`, `@name`, a phrase."""
    if arg.startswith("@"):
        return arg != LAST
    return arg.startswith(_QUERY_MARKS) or field_start(arg) is not None


def resolve(ref: str, snapshot: Snapshot) -> Article:
    """The article of `42`, `#42`, a slug or its unique beginning, a source, or `@last`.

    Digits are an id and nothing else: a script that names a purged id must not
    hit the slug that begins with its digits. Of slugs that only begin so, those
    outside the bin come first. Raises NotFoundError or AmbiguousError, and UsageError
    for an empty one, which a script may give whose variable is not set.
    """
    if not ref.strip():
        raise UsageError("an article is named by nothing", "give an id, a slug or a source")
    if ref == LAST:
        return _last(snapshot)
    if _ID.fullmatch(ref):
        id = id_of(ref)
        found = snapshot.get(id) if id else None
    else:
        found = _by_text(ref, snapshot)
    if found is None:
        raise NotFoundError(f"no article '{cut(ref)}'", _suggestion(ref, snapshot))
    return found


def id_of(ref: str) -> int | None:
    """The number that `42` or `#42` is; None for words, and for more than a record can have."""
    match = _ID.fullmatch(ref)
    # int() itself refuses thousands of digits, so their number is looked at first.
    if match is None or len(match[1]) > len(str(MAX_INTEGER)):
        return None
    id = int(match[1])
    return id if id <= MAX_INTEGER else None


def read_refs(text: str) -> tuple[str, ...]:
    """The references of stdin, one a line or parted by NUL; of a table the first column."""
    lines = text.split("\0" if "\0" in text else "\n")
    return tuple(ref for line in lines if (ref := line.split("\t")[0].strip()))


def _by_text(ref: str, snapshot: Snapshot) -> Article | None:
    slug = ref.lower()
    exact = snapshot.by_slug(slug) or snapshot.by_source(ref)
    if exact is not None:
        return exact
    found = snapshot.slugs_beginning(slug)
    candidates = [article for article in found if article.status != BIN] or list(found)
    if len(candidates) > 1:
        raise AmbiguousError(cut(ref), [f"{a.id} {a.slug}" for a in candidates])
    return candidates[0] if candidates else None


def _last(snapshot: Snapshot) -> Article:
    found = [article for id in snapshot.last_ids if (article := snapshot.get(id)) is not None]
    if not found:
        raise NotFoundError("there is no last article yet", "berita list")
    if len(found) > 1:
        raise AmbiguousError(LAST, [f"{article.id} {article.slug}" for article in found])
    return found[0]


def _suggestion(ref: str, snapshot: Snapshot) -> str:
    near = "" if _ID.fullmatch(ref) else nearest(ref.lower(), snapshot.slugs())
    return f"did you mean {near}?" if near else "berita list shows what there is"
