"""`berita export`."""

import io
import os
from pathlib import Path
from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.context import filters as filters_of
from beritacli.cli.options import CommonFlags, FilterFlags, QueryFlags
from beritacli.cli.streams import write_out
from beritacli.errors import UsageError
from beritacli.formats import writer
from beritacli.newsroom import reading
from beritacli.storage.atomic import replace_text


@command(
    """
    berita export --format json -o arsip.json
    berita export section:kesra published:2024 --format csv > kesra.csv
    berita export 42 --format markdown
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
        typer.Option("--format", metavar="NAME", help="json (default), jsonl, csv or markdown."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="The file; else stdout.")
    ] = None,
) -> None:
    """Write articles, by id, in a format that `berita import` reads back."""
    session = Session(ctx, common)
