"""References: the words by which a person names one article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from beritacli.domain.article import BIN, Article
from beritacli.domain.ports import Snapshot
from beritacli.domain.query_parser import FIELD_START
from beritacli.errors import AmbiguousError, NotFoundError, UsageError

LAST = "@last"
_ID = re.compile(r"#?([0-9]{1,19})")


def is_query(args: Sequence[str]) -> bool:
    """Whether the words of a target are a query; UsageError where references stand among terms."""
    terms = [arg for arg in args if looks_like_query(arg)]
    if terms and len(terms) < len(args):
        ref = next(arg for arg in args if not looks_like_query(arg))
        raise UsageError(
            f"'{ref[:60]}' is a reference and '{terms[0][:60]}' a query: they cannot be mixed",
            f"name an article in a query by its number: id:{ref}" if _ID.fullmatch(ref) else "",
        )
    return bool(terms)


def looks_like_query(arg: str) -> bool:
    """Whether one word of a target is a query term: `field:`, `^`, `+tag`, `@name`, a phrase."""
    if arg.startswith("@"):
        return arg != LAST
    return arg[:1] in ("^", "+", '"') or FIELD_START.match(arg) is not None


def resolve(ref: str, snapshot: Snapshot) -> Article:
    """The article of `42`, `#42`, a slug or its unique beginning, a source, or `@last`.

    Of slugs that only begin so, those outside the bin come first. Raises
    NotFoundError or AmbiguousError.
    """
    if ref == LAST:
        return _last(snapshot)
    match = _ID.fullmatch(ref)
    found = snapshot.get(int(match[1])) if match else _by_text(ref, snapshot)
    if found is None:
        raise NotFoundError(f"no article '{ref[:80]}'", _suggestion(ref, snapshot))
    return found


def read_refs(text: str) -> tuple[str, ...]:
    """The references of stdin, one a line or parted by NUL; of a table the first column."""
    lines = text.split("\0") if "\0" in text else text.splitlines()
    return tuple(ref for line in lines if (ref := line.split("\t")[0].strip()))


def _by_text(ref: str, snapshot: Snapshot) -> Article | None:
    exact = snapshot.by_slug(ref) or snapshot.by_source(ref)
    if exact is not None or not ref:
        return exact
    found = snapshot.slugs_beginning(ref.lower())
    candidates = [article for article in found if article.status != BIN] or list(found)
    if len(candidates) > 1:
        raise AmbiguousError(ref[:80], [f"{a.id} {a.slug}" for a in candidates])
    return candidates[0] if candidates else None


def _last(snapshot: Snapshot) -> Article:
    found = [article for id in snapshot.last_ids if (article := snapshot.get(id)) is not None]
    if not found:
        raise NotFoundError("there is no last article yet", "berita list")
    if len(found) > 1:
        raise AmbiguousError(LAST, [f"{article.id} {article.slug}" for article in found])
    return found[0]


def _suggestion(ref: str, snapshot: Snapshot) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - needed only for an error

    near = get_close_matches(ref[:80].lower(), [article.slug for article in snapshot], n=1)
    return f"did you mean {near[0]}?" if near else "berita list shows what there is"
