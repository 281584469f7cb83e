"""What `views` prints: the views of an article, and what an import of access logs read."""

from __future__ import annotations

from typing import Any

from beritacli.cli.context import Session
from beritacli.cli.paging import write_page
from beritacli.cli.picking import write_json
from beritacli.cli.streams import write_out
from beritacli.domain.counts import DAY, MONTH, YEAR
from beritacli.hints import counted
from beritacli.newsroom.counting import Reading
from beritacli.newsroom.tallying import REASONS, Report
from beritacli.render import plain
from beritacli.render.listing import listing
from beritacli.render.output import Output
from beritacli.render.rows import plain_rows

# The keys of what `show` and `import` answer.
KEYS = {
    "show": ("kind", "period", "views", "at"),
    "import": ("logs", "lines", "counted", "articles", "skipped", "first", "last"),
}
_KINDS = {DAY: "day", MONTH: "month", YEAR: "year"}  # by the length of a period's name


def print_reading(session: Session, chosen: Output, reading: Reading) -> None:
    """An article's views by day, the newest first, and its baseline last."""
    if chosen.format == "ids":
        write_out(listing([(reading.article, {})], chosen))
        return
    rows: list[dict[str, Any]] = [
        {"kind": _KINDS[len(period)], "period": period, "views": views, "at": None}
        for period, views in reading.days.items()
    ]
    if reading.baseline:
        at = reading.baseline_at.isoformat() if reading.baseline_at else None
        rows.append({"kind": "baseline", "period": None, "views": reading.baseline, "at": at})
    if chosen.format == "json":
        write_json(rows, chosen.columns)
    elif chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_page(terminal.reading(reading.article, rows, chosen.place), chosen.place)
    else:
        lines = [(row["period"] or "baseline", str(row["views"]), row["at"] or "") for row in rows]
        write_out(plain.tab_separated(lines))
    session.note(f"#{reading.article.id}: {counted(reading.article.views, 'view')} in all")


def print_report(session: Session, chosen: Output, report: Report) -> None:
    """What an import of access logs read, counted and left out, and why."""
    for warning in report.outcome.warnings:
        session.note(f"Warning: {warning}")
    if report.places:
        more = report.skipped["malformed"] - len(report.places)
        rest = f" and {more} more" if more else ""
        session.note(f"Warning: no line of a log: {', '.join(report.places)}{rest}")
    read, views = counted(report.lines, "line"), counted(report.counted, "view")
    session.note(f"{read} read, {views} of {counted(report.articles, 'article')} counted")
    if report.outcome.dry_run:
        session.note("dry run: nothing was written")
    if chosen.format == "json":
        first, last = (time and time.isoformat() for time in (report.first, report.last))
        row = {
            "logs": list(report.logs),
            "lines": report.lines,
            "counted": report.counted,
            "articles": report.articles,
            "skipped": dict(report.skipped),
            "first": first,
            "last": last,
        }
        write_json([row], chosen.columns)
    elif chosen.format == "ids":
        write_out(listing(plain_rows(report.outcome.articles), chosen))
    elif chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_out(terminal.tally(report.counted, report.skipped, REASONS, chosen.place))
    else:
        rows = {"lines": report.lines, "counted": report.counted, **report.skipped}
        write_out(plain.tab_separated((name, str(number)) for name, number in rows.items()))
