"""A hand-over as text for a chat: short, Indonesian, and readable without any style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from beritacli.domain.article import Article
from beritacli.indonesian.date_format import format_datetime, format_short
from beritacli.render.layout import BLANK, Line, Look, paragraph

_TITLES = {
    "published": "Terbit",
    "review": "Ditinjau",
    "ready": "Siap terbit",
    "scheduled": "Terjadwal",
    "embargoed": "Embargo",
    "corrected": "Koreksi",
}

GROUPS = tuple(_TITLES)


def handover_lines(
    since: datetime, now: datetime, groups: Mapping[str, Sequence[Article]], look: Look
) -> Iterator[Line]:
    """A heading, then each group that is not empty: its size, and a line an article."""
    yield from paragraph(f"Serah terima {format_datetime(now)}", look, "headline")
    start = f"{since:%H.%M}" if since.date() == now.date() else format_datetime(since)
    yield from paragraph(f"Sejak {start}", look, "dim")
    for name, articles in groups.items():
        if not articles:
            continue
        yield BLANK
        yield from paragraph(f"{_TITLES[name]} ({len(articles)})", look, "strong")
        for article in articles:
            yield from _entry(name, article, since, now, look)
    if not any(groups.values()):
        yield BLANK
        yield from paragraph("Tidak ada yang terbit, menunggu, atau dikoreksi.", look)


def _entry(
    name: str, article: Article, since: datetime, now: datetime, look: Look
) -> Iterator[Line]:
    title = " ".join(look.show(article.title).split())
    when = _when(name, article, now)
    who = look.show(article.reporter) if name in ("review", "ready") and article.reporter else ""
    said = f"{when}{title} (#{article.id})" + (f"{look.glyphs.dash}{who}" if who else "")
    yield from paragraph(said, look, "", "- ", "  ")
    if name == "corrected":
        for correction in article.corrections:
            if since <= correction.at <= now:
                yield from paragraph(look.show(correction.text), look, "quote", "  ", "  ")


def _when(name: str, article: Article, now: datetime) -> str:
    times = {
        "published": article.published_at,
        "scheduled": article.scheduled_at,
        "embargoed": article.embargo_until,
        "corrected": article.corrected_at,
    }
    moment = times.get(name)
    if moment is None:
        return ""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        said = f"{local:%H.%M}"
    else:
        said = format_short(local) if local.year == now.year else format_datetime(local)
    return f"{'sampai ' if name == 'embargoed' else ''}{said} "
