"""Posts as the REST API of WordPress gives them (`/wp-json/wp/v2/posts`).

https://developer.wordpress.org/rest-api/reference/posts/: texts are HTML under `rendered`;
authors, terms and pictures are numbers, unless they were asked for with `_embed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from beritacli.formats.html_tree import parse_html

_STATUSES = {
    "publish": "published",
    "future": "scheduled",
    "pending": "review",
    "private": "draft",
    "auto-draft": "draft",
    "trash": "deleted",
}


def is_post(record: Mapping[str, Any]) -> bool:
    """Whether a record has the shape of a post."""
    title = record.get("title")
    return isinstance(title, Mapping) and isinstance(title.get("rendered"), str)


def as_record(post: Mapping[str, Any]) -> dict[str, Any]:
    """A post with the keys of a record, values still as a file gives them."""
    status = post.get("status")
    record = {
        "id": post.get("id"),
        "title": _plain(post.get("title")),
        "slug": post.get("slug"),
        "source": post.get("link"),
        "status": _STATUSES.get(status, status) if isinstance(status, str) else status,
        "published_at": _moment(post.get("date"), post.get("date_gmt")),
        "body": "\n\n".join(parse_html(_rendered(post.get("content"))).blocks(lambda _: False)),
    }
    if record["status"] == "scheduled":
        record["scheduled_at"] = record["published_at"]
    return {**record, **_embedded(post.get("_embedded"))}


def _embedded(embedded: Any) -> dict[str, Any]:
    """What `_embed` adds: names of authors, the category and tags, the picture."""
    if not isinstance(embedded, Mapping):
        return {}
    terms = [term for group in _lists(embedded.get("wp:term")) for term in _objects(group)]
    names = {
        kind: [_text(term.get("name")) for term in terms if term.get("taxonomy") == kind]
        for kind in ("category", "post_tag")
    }
    media = next(_objects(embedded.get("wp:featuredmedia")), {})
    authors = (_text(author.get("name")) for author in _objects(embedded.get("author")))
    return {
        "reporter": ", ".join(filter(None, authors)),
        "section": next(iter(names["category"]), None),
        "tags": names["post_tag"],
        "photo": {
            "source": media.get("source_url"),
            "caption": _plain(media.get("caption")) or media.get("alt_text"),
        },
    }


def _moment(local: Any, gmt: Any) -> Any:
    """The time on the site's clock, with the offset that its two times differ by."""
    try:
        here, there = datetime.fromisoformat(local), datetime.fromisoformat(gmt)
        zone = timezone(timedelta(minutes=round((here - there).total_seconds() / 60)))
    except (TypeError, ValueError):
        return local or gmt
    return here.replace(tzinfo=zone).isoformat()


def _rendered(value: Any) -> str:
    found = value.get("rendered") if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def _plain(value: Any) -> str:
    return parse_html(_rendered(value)).text()


def _text(name: Any) -> str:
    return parse_html(name).text() if isinstance(name, str) else ""


def _lists(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    return (one for one in _lists(value) if isinstance(one, Mapping))
