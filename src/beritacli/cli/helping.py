"""`berita help`."""

from typing import Annotated, Any

import typer

from beritacli.cli.command import command, unknown_command
from beritacli.cli.options import CommonFlags
from beritacli.cli.streams import write_out
from beritacli.cli.table import COMMANDS, load
from beritacli.errors import BeritaError

KEYS = ("name", "group", "summary")


@command(
    """
    berita help
    berita help tag
    berita help --json
    """
)
def help_(
    ctx: typer.Context,
    common: CommonFlags,
    verb: Annotated[str | None, typer.Argument(metavar="[VERB]", help="The command.")] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="The commands as JSON.")
    ] = None,
) -> None:
    """Print the help of berita or of one command."""
    if verb is not None and verb not in COMMANDS:
        raise unknown_command(verb)
    if json is not None:
        from beritacli.cli.picking import keys_asked, write_json  # noqa: PLC0415 - only for JSON

        names = COMMANDS if verb is None else [verb]
        write_json(map(_row, names), keys_asked(json, KEYS))
        return
    outer: Any = ctx.parent
    if verb is None:
        _write(ctx, common, outer.get_help())
        return
    inner = load(verb).make_context(verb, [], parent=outer, resilient_parsing=True)
    _write(ctx, common, inner.get_help())


def _write(ctx: typer.Context, common: CommonFlags, text: str) -> None:
    """Through the pager where it is longer than the screen: its examples come first."""
    from beritacli.cli.context import Session  # noqa: PLC0415 - not for JSON
    from beritacli.cli.paging import write_page  # noqa: PLC0415 - the same
    from beritacli.cli.printing import place  # noqa: PLC0415 - the same

    try:
        where = place(Session(ctx, common))
    except BeritaError:  # a settings file that cannot be read keeps nobody from the help
        write_out(f"{text}\n")
    else:
        write_page(f"{text}\n", where)


def _row(name: str) -> dict[str, str]:
    entry = COMMANDS[name]
    return {"name": name, "group": entry.group, "summary": entry.summary}
