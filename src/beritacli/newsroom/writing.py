"""Make and change records: add, edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from beritacli.domain.article import (
    BIN,
    Article,
    Photo,
    action_to,
    check_slug,
    free_slug,
    next_status,
)
from beritacli.domain.changes import Change, Plan
from beritacli.domain.refs import resolve
from beritacli.errors import ConflictError, UsageError, ValidationError
from beritacli.indonesian.slug import slugify
from beritacli.newsroom.desk import Desk, Outcome, plan_of, revised, write
from beritacli.newsroom.hooking import Gate
from beritacli.newsroom.tagging import new_tag_warnings
from beritacli.newsroom.targets import Target, select
from beritacli.values import replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

Fields = Mapping[str, Any]  # attribute names of Article, and photo.source and its like

_COPIED = ("section", "tags", "reporter", "editor", "quote", "body", "photo", "related", "dateline")


def add(
    desk: Desk,
    fields: Fields,
    *,
    status: str | None = None,
    upsert: bool = False,
    copy_of: str | None = None,
) -> Outcome:
    """Make one record; with `upsert` the record of the same source is changed instead.

    `status` published makes the checks of publish. Raises ValidationError for a
    record that breaks a rule, ConflictError for a slug or source that is taken.
    """

    def planner(snapshot: Snapshot) -> Plan:
        values = dict(fields)
        if copy_of is not None:
            model = resolve(copy_of, snapshot)
            values = {name: getattr(model, name) for name in _COPIED} | values
        source = values.get("source")
        existing = snapshot.by_source(source) if source else None
        if existing is not None:
            if not upsert:
                raise source_taken(existing)
            return plan_of([(existing, _edited(existing, values, status, snapshot, desk))])
        article = _new_article(snapshot, values, desk)
        _check_pins(article, snapshot)
        created = _created_with(article, status, snapshot, desk)
        return Plan((Change(None, created),), warnings=new_tag_warnings(created.tags, snapshot))

    return write(desk, planner, asks=False, gate=Gate(desk))


def edit(desk: Desk, target: Target, fields: Fields, *, status: str | None = None) -> Outcome:
    """Set `fields` on every record of `target`; None empties one."""

    def planner(snapshot: Snapshot) -> Plan:
        articles = select(target, snapshot, desk)
        if len(articles) > 1 and {"slug", "source"} & fields.keys():
            raise UsageError("slug and source are unique: they cannot be set on several articles")
        pairs = [(a, _edited(a, fields, status, snapshot, desk)) for a in articles]
        return plan_of(pairs, new_tag_warnings(fields.get("tags") or (), snapshot))

    return write(desk, planner, gate=Gate(desk))


def replace_record(desk: Desk, before: Article, fields: Fields, status: str | None) -> Outcome:
    """Set `fields` on the record `before`, which a person has had open meanwhile.

    Raises ConflictError where somebody else changed it since. Views that were
    counted meanwhile are no change: they stay, unless `fields` sets others.
    """
    if fields.get("views") == before.views:
        fields = {name: value for name, value in fields.items() if name != "views"}

    def planner(snapshot: Snapshot) -> Plan:
        current = snapshot.get(before.id)
        if current is None or replace(current, views=before.views) != before:
            raise ConflictError(
                f"article {before.id} was changed by somebody else meanwhile",
                f"compare with: berita show {before.id}",
            )
        return plan_of([(current, _edited(current, fields, status, snapshot, desk))])

    return write(desk, planner, gate=Gate(desk))


def source_taken(existing: Article) -> ConflictError:
    """The error for a source that the record `existing` has."""
    return ConflictError(
        f"the source {existing.source} is already article {existing.id} ({existing.slug})",
        "add --upsert to change that article instead",
    )


def check_released(
    article: Article, desk: Desk, when: datetime | None = None, hint: str = ""
) -> None:
    """Raise ValidationError where `article` is under embargo at `when`, or now."""
    if article.is_embargoed(when or desk.now):
        from beritacli.indonesian.date_format import format_plain  # noqa: PLC0415 - only here

        until = format_plain(article.embargo_until or desk.now, desk.now)
        raise ValidationError(
            f"article {article.id} is under embargo until {until}",
            hint or f"berita publish {article.id} --at '{until}'",
        )


def going_out(article: Article, desk: Desk, when: datetime) -> dict[str, Any]:
    """What a record is when it goes out at `when`; an embargo that is over is forgotten.

    Raises ValidationError where it is under embargo now.
    """
    check_released(article, desk)
    return {
        "status": "published",
        "published_at": when,
        "scheduled_at": None,
        "embargo_until": None,
    }


def _new_article(snapshot: Snapshot, fields: Fields, desk: Desk) -> Article:
    values = dict(fields)
    photo = _photo(Photo(), values)
    title, slug, id = values.pop("title", None) or "", values.pop("slug", None), snapshot.next_id
    if slug is not None:
        _check_free_slug(snapshot, check_slug(slug), id)
    else:
        slug = free_slug(
            slugify(title) or f"artikel-{id}", lambda s: snapshot.by_slug(s) is not None
        )
    values |= {"created_at": desk.now, "updated_at": desk.now, "photo": photo}
    return Article(id, slug, title, **values).check()


def _created_with(article: Article, status: str | None, snapshot: Snapshot, desk: Desk) -> Article:
    if status in (None, "draft"):
        return article
    if status in (BIN, "scheduled"):
        raise ValidationError(
            f"a new article cannot be {status}", "make it first, then berita delete or publish --at"
        )
    if status == "published":
        from beritacli.newsroom.checking import check_ready_new  # noqa: PLC0415 - only to publish

        check_ready_new(article, snapshot, desk)
        check_released(article, desk, hint="add it without --publish: publish --at will do it then")
        return replace(article, status=status, published_at=article.published_at or desk.now)
    action_to(status or "")
    return replace(article, status=status or "").check()


def _edited(
    article: Article, fields: Fields, status: str | None, snapshot: Snapshot, desk: Desk
) -> Change | None:
    values = dict(fields)
    values["photo"] = _photo(article.photo, values)
    if values.get("slug") is not None:
        _check_free_slug(snapshot, check_slug(values["slug"]), article.id)
    elif "slug" in values:
        raise ValidationError("a slug cannot be emptied")
    source = values.get("source")
    holder = snapshot.by_source(source) if source else None
    if holder is not None and holder.id != article.id:
        raise source_taken(holder)
    if values.get("title", article.title) is None:
        raise ValidationError("the title is empty", "give --title 'A headline'")
    values |= _status_values(replace(article, **values), article, status, snapshot, desk)
    if "related" in values:
        _check_pins(replace(article, **values), snapshot)
    return revised(article, desk.now, **values)


def _status_values(
    after: Article, before: Article, status: str | None, snapshot: Snapshot, desk: Desk
) -> dict[str, Any]:
    if status is None or status == before.status:
        return {}
    next_status(before, action_to(status))
    if status != "published":
        return {"status": status}
    _check_ready(after, snapshot, desk)
    return going_out(after, desk, after.published_at or desk.now)


def _check_ready(article: Article, snapshot: Snapshot, desk: Desk) -> None:
    from beritacli.newsroom.checking import check_ready  # noqa: PLC0415 - only to publish

    check_ready(article, snapshot, desk)


def _photo(photo: Photo, values: dict[str, Any]) -> Photo:
    """Take the photo's parts out of `values` and put them into `photo`."""
    photo = values.pop("photo", None) or photo
    parts = {
        name.removeprefix("photo."): values.pop(name)
        for name in list(values)
        if name.startswith("photo.")
    }
    return replace(photo, **parts)


def _check_free_slug(snapshot: Snapshot, slug: str, own_id: int) -> None:
    holder = snapshot.by_slug(slug)
    if holder is not None and holder.id != own_id:
        raise ConflictError(
            f"the slug '{slug}' is taken by article {holder.id}",
            "give another --slug, or leave it out",
        )


def _check_pins(article: Article, snapshot: Snapshot) -> None:
    for pin in article.related:
        if pin == article.id:
            raise ValidationError(f"article {pin} cannot be related to itself")
        if snapshot.get(pin) is None:
            raise ValidationError(f"related names article {pin}, which does not exist")
