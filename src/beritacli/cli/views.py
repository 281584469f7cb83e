"""`berita views`."""

from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags, WriteFlags, WriteOutputFlags
from beritacli.cli.printing import output, print_reading, print_written
from beritacli.errors import UsageError, ValidationError
from beritacli.hints import cut, suggestion
from beritacli.indonesian import dates
from beritacli.indonesian.numbers import parse_count
from beritacli.newsroom import counting
from beritacli.newsroom.desk import Outcome

_TAKES = {
    "add": ("an article and a number", "berita views add 42 120"),
    "set": ("an article and a number", "berita views set 42 468907"),
    "show": ("one article", "berita views show 42"),
}


@command(
    """
    berita views add 42 120
    berita views add 42 35 --on kemarin
    berita views set 42 468.907
    berita views show 42
    """
)
def views(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="add REF N | set REF N | show REF", help="What to do."),
    ] = None,
    *,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="add: the day they were read.")
    ] = None,
) -> None:
    """Count how often articles are read.

    `add` counts views, `set` takes over a total from elsewhere, which no window
    of time shows, and `show` tells them by day.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    action, *given = words or [""]
    if action not in _TAKES:
        hint = suggestion(action, _TAKES, "berita views --help")
        raise UsageError(f"unknown action '{cut(action)}'" if action else "which action?", hint)
    if on is not None and action != "add":
        raise UsageError(f"--on belongs to add, not to {action}", _TAKES["add"][1])
    if action == "show":
        (ref,) = _given(action, given, 1)
        print_reading(session, chosen, counting.read_views(session.reading_desk(), ref))
    else:
        ref, number = _given(action, given, 2)
        outcome = _written(session, write, (action, ref, _count(number)), on)
        print_written(session, chosen, outcome)


def _written(
    session: Session, write: WriteFlags, wanted: tuple[str, str, int], on: str | None
) -> Outcome:
    action, ref, number = wanted
    desk = session.writing_desk(write)
    if action == "set":
        return counting.set_views(desk, ref, number)
    if on is None:
        return counting.add_views(desk, ref, number)
    day = dates.parse(on, session.now)
    return counting.add_views(desk, ref, number, day.time, whole_day=not day.has_time)


def _given(action: str, given: list[str], count: int) -> list[str]:
    if len(given) != count:
        takes, example = _TAKES[action]
        raise UsageError(f"views {action} takes {takes}, not {len(given)} words", example)
    return given


def _count(text: str) -> int:
    try:
        return parse_count(text)
    except ValidationError as error:
        raise UsageError(error.message, error.hint) from None
