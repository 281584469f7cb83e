"""What is wrong with related lists: articles with nothing beside them, pins that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from beritacli.domain.article import Article
from beritacli.domain.query import only_published
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.reading import Part, held_back
from beritacli.newsroom.targets import Filters, build_query

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

Finding = tuple[Article, str]  # an article, and what is wrong with its related list


def audit(
    desk: Desk,
    args: Sequence[str],
    part: Part,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> list[Finding]:
    """The findings on the articles of a query, published ones unless it asks for a status.

    `progress` hears how many articles are done, of how many.
    """
    snapshot = desk.repository.read()
    query = only_published(build_query(args, Filters(), snapshot, desk))
    articles = snapshot.find(query)
    held = held_back(snapshot, desk)

    def found() -> Iterator[Finding]:
        for done, article in enumerate(articles):
            progress(done, len(articles))
            for finding in _findings(article, snapshot, held):
                yield article, finding

    stop = None if part.limit is None else part.offset + part.limit
    return list(islice(found(), part.offset, stop))


def _findings(article: Article, snapshot: Snapshot, held: Collection[int]) -> Iterator[str]:
    for pin in article.related:
        pinned = snapshot.get(pin)
        if pinned is None:
            yield f"pin {pin} is missing"
        elif pinned.status != "published":
            yield f"pin {pin} is {pinned.status}"
    if snapshot.stands_alone(article, held):
        yield "nothing related"
