"""Change the tags of records: add, remove, rename, merge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beritacli.domain.article import Article
from beritacli.domain.changes import Plan
from beritacli.domain.query import Equals, Query
from beritacli.domain.tags import clean_tags, with_tags
from beritacli.errors import UsageError
from beritacli.hints import cut, nearest, suggestion
from beritacli.indonesian.spelling import similar_to
from beritacli.indonesian.text import fold
from beritacli.newsroom.desk import Desk, Outcome, plan_of, revised, write
from beritacli.newsroom.targets import Target, select

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot


def tag(
    desk: Desk,
    target: Target,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    exactly: Sequence[str] | None = None,
) -> Outcome:
    """Add and remove tags, or set them `exactly`; spelling counts without case and accents."""

    def planner(snapshot: Snapshot) -> Plan:
        pairs = []
        for article in select(target, snapshot, desk):
            start = article.tags if exactly is None else clean_tags(exactly)
            tags = with_tags(start, add, remove)
            pairs.append((article, revised(article, desk.now, tags=tags)))
        return plan_of(pairs, new_tag_warnings(clean_tags([*add, *(exactly or ())]), snapshot))

    return write(desk, planner)


def rename_tags(desk: Desk, old: Sequence[str], new: str) -> Outcome:
    """Put tag `new` where any of `old` stands, in every record."""
    wanted = {fold(tag) for tag in old}

    def renamed(article: Article) -> tuple[str, ...]:
        return clean_tags(new if fold(tag) in wanted else tag for tag in article.tags)

    def planner(snapshot: Snapshot) -> Plan:
        unknown = [tag for tag in old if not snapshot.knows("tag", tag)]
        known = [tag for tag, _ in snapshot.values("tag")] if unknown else []
        if len(unknown) == len(old):
            hint = suggestion(old[0], known, "berita tag --list")
            raise UsageError(f"no article has the tag '{cut(old[0])}'", hint)
        found = snapshot.find(Query((Equals("tag", tuple(old)),)), (("id", False),))
        return plan_of(
            [(a, revised(a, desk.now, tags=renamed(a))) for a in found],
            tuple(_unknown_tag(tag, known) for tag in unknown),
        )

    return write(desk, planner)


def _unknown_tag(tag: str, known: Sequence[str]) -> str:
    near = nearest(tag.lower(), known)
    return f"no article has the tag '{cut(tag)}'" + (f"; did you mean {near}?" if near else "")


def new_tag_warnings(tags: Sequence[str], snapshot: Snapshot) -> tuple[str, ...]:
    """A warning for each of `tags` that no article has, where a very similar one has articles."""
    if not tags:
        return ()
    new = [tag for tag in tags if snapshot.knows("tag", tag) is False]
    # A slip in the first letter is rare, and all tags of a large store take long to count.
    like = {tag: [known for known, _ in snapshot.values("tag", tag[:1])] for tag in new}
    pairs = [(tag, similar_to(tag, known)) for tag, known in like.items()]
    return tuple(
        f"the tag '{tag}' is new; '{near}' is there already" for tag, near in pairs if near
    )
