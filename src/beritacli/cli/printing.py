"""From what the newsroom answers to stdout: which page, which format, where to."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence, Sized
from typing import Any, TextIO

import typer

from beritacli.cli.context import Session
from beritacli.cli.options import PageFlags
from beritacli.cli.paging import pager_command, write_page
from beritacli.cli.streams import is_terminal, write_out
from beritacli.domain.answers import Found, Ranked
from beritacli.domain.article import Article
from beritacli.domain.sorting import sort_keys, sorted_by
from beritacli.hints import counted, cut
from beritacli.newsroom.reading import Listing, Page, Part
from beritacli.render import plain
from beritacli.render.listing import listing
from beritacli.render.output import (
    LEAST_WIDTH,
    PIPE_WIDTH,
    Output,
    Place,
    choose,
    color_wanted,
    field_help,
    links_wanted,
)
from beritacli.render.rows import Row, plain_rows
from beritacli.render.visible import visible
from beritacli.values import replace

TERMINAL_ROWS = 20  # of a listing at a terminal, unless -n says otherwise
NEWS_COLUMNS = ("id", "published_at", "views", "title", "photo.caption")
HIT_COLUMNS = ("id", "published_at", "title", "snippet")


def place(session: Session, stream: TextIO | None = None) -> Place:
    """What stdout, or another stream, is in this invocation."""
    stream = stream or sys.stdout
    terminal = is_terminal(stream)
    mode = session.flags.color or session.config["output.color"]
    color = color_wanted(mode, terminal, os.environ)
    size = shutil.get_terminal_size()
    width = size.columns if terminal else PIPE_WIDTH
    encoding = stream.encoding or "utf-8"
    links = terminal and links_wanted(session.config["output.links"], color, os.environ)
    pages = terminal and session.interactive and not session.flags.no_pager
    pager = pager_command(session.config["output.pager"], os.environ) if pages else ""
    width = max(width, LEAST_WIDTH)
    return Place(terminal, width, color, encoding, session.now, links, size.lines, pager)


def output(
    session: Session, flags: Any, extras: Sequence[str] = (), keys: Sequence[str] = ()
) -> Output:
    """The output that the flags of a command ask for; `--json=help` is answered at once.

    An answer that is no record has `keys` of its own; `extras` stand beside the record's.
    """
    names = ("json", "format", "columns", "template", "ids", "null")
    given = {name: getattr(flags, name) for name in names if hasattr(flags, name)}
    if keys and given.get("json"):
        from beritacli.cli.picking import keys_asked  # noqa: PLC0415 - few answers have such keys

        wanted = keys_asked(given["json"], keys)
        return replace(choose(place(session), **{**given, "json": ""}), columns=wanted)
    chosen = choose(place(session), **given, extras=extras)
    if chosen.help:
        write_out(field_help(extras))
        raise typer.Exit
    return chosen


def on_screen(chosen: Output) -> int | None:
    """How many records of a listing a screen takes unless told otherwise; None in a pipe."""
    return TERMINAL_ROWS if chosen.on_screen else None


def part_of(page: PageFlags, most: int | None) -> Part:
    """The part of a listing that --offset and -n ask for, `most` without -n."""
    chosen = page.limit is not None  # -n tells that the rest is not of interest
    return Part(page.limit if chosen else most, page.offset, page.sort or "", counted=not chosen)


def say_nothing(session: Session, found: Sized, *, on_screen: bool) -> None:
    """Tell a person that nothing was found; a program sees that it got no line."""
    if on_screen and not found:
        session.note("nothing found")


def print_list(session: Session, chosen: Output, found: Listing, page: PageFlags) -> None:
    """A listing, or the part of it that was asked for; one section at a terminal by day."""
    say_nothing(session, found.articles, on_screen=chosen.on_screen)
    _say_more(session, page, len(found.articles), found.total)
    if chosen.for_people and found.section and not page.sort:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        rows = plain_rows(found.articles)
        write_page(terminal.index_by_day(_spelt(found), rows, chosen.place), chosen.place)
        return
    write_page(listing(plain_rows(found.articles), chosen), chosen.place)


def print_related(
    session: Session, chosen: Output, ranked: Sequence[Ranked], page: PageFlags, *, explain: bool
) -> None:
    """BERITA TERKAIT, with each signal's share of the score where that is asked for."""
    rows: list[Row] = []
    for one in ranked:
        said = {"score": one.score, "pinned": one.pinned}
        rows.append((one.article, said | ({"signals": one.signals} if explain else {})))
    columns = (*NEWS_COLUMNS, "score", "signals") if explain else NEWS_COLUMNS
    print_news(session, chosen, "BERITA TERKAIT", rows, page, columns)


def print_news(
    session: Session,
    chosen: Output,
    heading: str,
    rows: Sequence[Row],
    page: PageFlags,
    columns: Sequence[str] = NEWS_COLUMNS,
    *,
    numbered: bool = False,
) -> None:
    """BERITA TERKAIT or BERITA POPULER alone.

    The rank decides which are shown; --sort only orders them.
    """
    say_nothing(session, rows, on_screen=chosen.on_screen)
    rows = _sorted(rows, page)
    if chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_page(terminal.news_list(heading, rows, chosen.place, numbered=numbered), chosen.place)
    else:
        write_page(listing(rows, chosen, columns), chosen.place)


def print_found(session: Session, chosen: Output, found: Found, page: PageFlags) -> None:
    """What a search found, with a piece of the text around the words."""
    if found.fallback:
        session.note("no article has every word; these have some of them")
    for word, meant in found.unknown.items():
        hint = f"; did you mean {visible(meant)}?" if meant else ""
        session.note(f"no article has '{visible(cut(word))}'{hint}")
    if not found.total and not found.unknown:
        session.note("nothing found")
    _say_more(session, page, len(found.hits), found.total)
    rows: list[Row] = []
    for hit in found.hits:
        extras: dict[str, Any] = {"score": hit.score, "snippet": hit.snippet}
        if chosen.for_people:
            extras["marks"] = hit.marks
        rows.append((hit.article, extras))
    if chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_page(terminal.news_list("PENCARIAN", _sorted(rows, page), chosen.place), chosen.place)
    else:
        write_page(listing(_sorted(rows, page), chosen, HIT_COLUMNS), chosen.place)


def print_record(chosen: Output, article: Article) -> None:
    """One article as data."""
    write_out(listing([(article, {})], chosen, single=True))


def print_audit(session: Session, chosen: Output, found: Sequence[tuple[Article, str]]) -> None:
    """What is wrong with related lists, a line each."""
    rows: list[Row] = [
        (article, {"score": None, "pinned": None, "finding": finding}) for article, finding in found
    ]
    if chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_page(terminal.news_list("BERITA TERKAIT", rows, chosen.place), chosen.place)
    else:
        write_out(listing(rows, chosen, ("id", "finding", "title")))
    session.note(counted(len(rows), "finding"))


def print_page(chosen: Output, page: Page) -> None:
    """The page of an article with its lists."""
    related: list[Row] = [(ranked.article, {}) for ranked in page.related]
    popular = plain_rows(page.popular)
    if chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_page(terminal.page(page.article, related, popular, chosen.place), chosen.place)
    else:
        write_out(plain.page(page.article, related, popular, chosen.place))


def print_counts(session: Session, chosen: Output, rows: Sequence[Mapping[str, Any]]) -> None:
    """Values with how often they stand, the first two keys of each row; JSON has them all."""
    if chosen.format == "json":
        from beritacli.cli.picking import write_json  # noqa: PLC0415 - only for JSON

        write_json(rows, chosen.columns)
    else:
        lines = [tuple(map(str, [*row.values()][:2])) for row in rows]
        titles = [name.upper() for name in [*rows[0]][:2]] if rows else []
        write_out(session.columns(titles, lines))


def _sorted(rows: Sequence[Row], page: PageFlags) -> Sequence[Row]:
    """The rows in the order of --sort, or as they are."""
    if not page.sort:
        return rows
    by_id = {row[0].id: row for row in rows}
    order = sorted_by([row[0] for row in rows], sort_keys(page.sort))
    return [by_id[article.id] for article in order]


def _say_more(session: Session, page: PageFlags, shown: int, total: int) -> None:
    """How many there are, where a screen does not take them all."""
    if page.limit is None and page.offset + shown < total:
        session.note(f"{shown} of {counted(total, 'article')}; -n {total} shows all")


def _spelt(found: Listing) -> str:
    """The section as its articles spell it, not as it was typed."""
    return next((a.section for a in found.articles if a.section), found.section)
