"""`berita export`."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session, filters_of
from beritacli.cli.options import CommonFlags, FilterFlags, QueryFlags
from beritacli.cli.progress import Progress
from beritacli.cli.streams import is_terminal, write_out
from beritacli.errors import UsageError
from beritacli.formats import FORMATS, format_named
from beritacli.formats.files import write_output
from beritacli.hints import counted
from beritacli.newsroom import reading
from beritacli.render.visible import visible


@command(
    """
    berita export -o arsip.json
    berita export section:kesra published:2024 --format csv > kesra.csv
    berita export id:42 --format markdown
    berita export --embargoed -o semua.json
    berita export status:deleted --format jsonl
    """
)
def export(
    ctx: typer.Context,
    query: QueryFlags,
    filters: FilterFlags,
    common: CommonFlags,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="json, jsonl, csv or markdown; else by FILE, else json.",
        ),
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="", help="The same as --format json.")
    ] = None,
    embargoed: Annotated[
        bool, typer.Option("--embargoed", help="Also what is under embargo, as for a backup.")
    ] = False,
    to: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="The file; else stdout.")
    ] = None,
) -> None:
    """Write articles, by id, in a format that `berita import` reads back."""
    session = Session(ctx, common)
    if json:
        raise UsageError("an export has every field", "berita list --json=id,title picks fields")
    if json is not None and format not in (None, "json"):
        raise UsageError(f"--json and --format {format} contradict each other", "give one of them")
    name = "json" if json is not None else format or _by_suffix(to)
    chosen = format_named(name, writes=True)
    desk = session.reading_desk()
    found = reading.export(desk, query.words or (), filters_of(filters), embargoed=embargoed)
    if found.held:
        session.note(
            f"{counted(found.held, 'article')} under embargo left out; --embargoed takes all"
        )
    text = io.StringIO(newline="")
    assert chosen.write is not None, "format_named gives a format that writes"
    step = Progress("Exporting", quiet=session.flags.quiet)
    chosen.write(step.each(found.articles, len(found.articles)), text)
    if to is None or to == "-":
        write_out(_for_stdout(text.getvalue()))
    else:
        write_output(Path(to), text.getvalue())
        told = "" if _suffix(to) in ("", *chosen.suffixes) else f" as {chosen.name}"
        session.note(f"{counted(len(found.articles), 'article')} written to {to}{told}")


def _for_stdout(text: str) -> str:
    """An export as it is for a program; at a terminal nothing in it may act."""
    return visible(text, lines=True) if is_terminal(sys.stdout) else text


def _suffix(to: str) -> str:
    return Path(to.lower().removesuffix(".gz")).suffix


def _by_suffix(to: str | None) -> str:
    suffix = _suffix(to or "")
    named = (one.name for one in FORMATS.values() if one.write and suffix in one.suffixes)
    return next(named, "json")
