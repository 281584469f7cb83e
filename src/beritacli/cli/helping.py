"""`berita help`."""

from typing import Annotated, Any

import typer

from beritacli.cli.command import command, unknown_command
from beritacli.cli.options import CommonFlags
from beritacli.cli.streams import write_out
from beritacli.cli.table import COMMANDS, load

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
    common: CommonFlags,  # noqa: ARG001 - every command takes them
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
        write_out(f"{outer.get_help()}\n")
        return
    inner = load(verb).make_context(verb, [], parent=outer, resilient_parsing=True)
    write_out(f"{inner.get_help()}\n")


def _row(name: str) -> dict[str, str]:
    entry = COMMANDS[name]
    return {"name": name, "group": entry.group, "summary": entry.summary}
