"""`berita import`."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.fields import check_status
from beritacli.cli.options import CommonFlags, WriteFlags, WriteOutputFlags
from beritacli.cli.printing import output
from beritacli.cli.progress import Progress
from beritacli.cli.streams import is_terminal, open_stdin
from beritacli.cli.written import print_imported
from beritacli.errors import ValidationError
from beritacli.formats import Entry, Source, read_stream
from beritacli.formats.files import limited_memory, open_input, unpacked
from beritacli.indonesian.numbers import group
from beritacli.newsroom.importing import import_entries

MAX_TOLD = 20  # faults; a file may have a million


@command(
    """
    berita import halaman.txt
    berita import arsip.jsonl.gz --status archived
    berita import halaman/*.html --upsert
    berita import naskah.md --dry-run
    cat artikel.json | berita import -
    """
)
def import_(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files; - is stdin.")],
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    format: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="The format; else by content.")
    ] = None,
    upsert: Annotated[
        bool, typer.Option("--upsert", help="Change what is known by source or slug.")
    ] = False,
    status: Annotated[
        str | None, typer.Option("--status", metavar="NAME", help="For rows without one; draft.")
    ] = None,
) -> None:
    """Take articles over from pages, Markdown, JSON, JSON lines or CSV; all or nothing.

    A page brings its own article and one for each that it lists.
    """
    session = Session(ctx, common)
    chosen = output(session, written)

    if status is not None:
        check_status(status)
    with limited_memory():
        faults = _Faults()
        read = (entry for name in files for entry in _entries(session, name, format, faults))
        entries = list(Progress("Importing", quiet=session.flags.quiet).each(read))
    faults.end(session)
    desk = session.writing_desk(write, creates=True)
    report = import_entries(desk, entries, upsert=upsert, status=status)
    counts = f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged"
    session.note(f"{counts}, 0 failed")  # one that fails stops them all, with an error
    print_imported(session, chosen, report.outcome)


class _Faults:
    """The rows and files that break a rule: all are told at once, to be mended at once."""

    def __init__(self) -> None:
        self._first: list[ValidationError] = []
        self._count = 0

    def add(self, error: ValidationError) -> None:
        """One more; of many only the first are kept."""
        self._count += 1
        if len(self._first) < MAX_TOLD:
            self._first.append(error)

    def end(self, session: Session) -> None:
        """Raise ValidationError if there were any."""
        if not self._count:
            return
        first = self._first[0]
        if self._count == 1:
            raise first
        for error in self._first:
            session.note(error.message)
        message = f"{group(self._count)} rows or files break a rule, the first: {first.message}"
        raise ValidationError(message, first.hint)


def _entries(session: Session, name: str, format: str | None, faults: _Faults) -> Iterator[Entry]:
    if name == "-" and is_terminal(sys.stdin):
        session.note("paste the page here; Ctrl-D on a line of its own ends it")
    source = Source("stdin" if name == "-" else name, session.now, session.note, faults.add)
    with unpacked(open_stdin(), "stdin") if name == "-" else open_input(name) as stream:
        try:
            yield from read_stream(stream, source, format)
        except ValidationError as error:
            faults.add(error)
