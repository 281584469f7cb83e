"""`berita views`."""

from typing import Annotated

import typer

from beritacli.cli.command import check_action, command
from beritacli.cli.context import Session
from beritacli.cli.counted import KEYS, print_reading, print_report
from beritacli.cli.logs import Logs
from beritacli.cli.options import CommonFlags, WriteFlags, WriteOutputFlags
from beritacli.cli.printing import output
from beritacli.cli.written import print_written
from beritacli.errors import UsageError, ValidationError
from beritacli.hints import counted
from beritacli.indonesian import dates
from beritacli.indonesian.numbers import parse_count
from beritacli.newsroom import counting
from beritacli.newsroom.desk import Outcome
from beritacli.newsroom.pages import patterns_of
from beritacli.newsroom.tallying import import_logs

_TAKES = {
    "add": ("an article and a number", "berita views add 42 120"),
    "set": ("an article and a number", "berita views set 42 468907"),
    "show": ("one article", "berita views show 42"),
    "import": ("access logs", "berita views import access.log"),
}


@command(
    """
    berita views add 42 120
    berita views add 42 35 --on kemarin
    berita views set 42 468.907
    berita views show 42
    berita views import /var/log/nginx/access.log /var/log/nginx/access.log.*.gz
    berita views import access.log --pattern '/berita/*/<slug>' --dry-run
    """
)
def views(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="add REF N | set REF N | show REF | import LOG...", help="What."),
    ] = None,
    *,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="add: the day they were read.")
    ] = None,
    pattern: Annotated[
        str | None,
        typer.Option("--pattern", metavar="PATH", help="import: the addresses of article pages."),
    ] = None,
) -> None:
    """Count how often articles are read.

    `add` counts views, `set` takes over a total from elsewhere, which no window
    of time shows, and `show` tells them by day. `import` counts access logs, - is
    stdin: every line once, robots not, one reader once in 30 minutes.
    """
    action, *given = words or [""]
    session = Session(ctx, common)
    chosen = output(session, written, keys=KEYS.get(action, ()))
    check_action("views", action)
    if on is not None and action != "add":
        raise UsageError(f"--on belongs to add, not to {action}", _TAKES["add"][1])
    if pattern is not None and action != "import":
        raise UsageError(f"--pattern belongs to import, not to {action}", _TAKES["import"][1])
    if action == "import":
        if not given:
            raise UsageError("which access logs?", _TAKES["import"][1])
        shapes = patterns_of(session.config["views.pattern"] if pattern is None else pattern)
        desk = session.writing_desk(write)
        report = import_logs(desk, Logs(session, given), session.readers(), shapes)
        print_report(session, chosen, report)
    elif action == "show":
        (ref,) = _given(action, given, 1)
        print_reading(session, chosen, counting.read_views(session.reading_desk(), ref))
    else:
        ref, number = _given(action, given, 2)
        outcome = _written(session, write, (action, ref, _count(number)), on)
        print_written(session, chosen, outcome, nothing="")


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
        raise UsageError(
            f"views {action} takes {takes}, not {counted(len(given), 'word')}", example
        )
    return given


def _count(text: str) -> int:
    try:
        return parse_count(text)
    except ValidationError as error:
        raise UsageError(error.message, error.hint) from None
