"""`berita config`."""

import os
from collections.abc import Sequence
from typing import Annotated

import typer

from beritacli import config as settings
from beritacli.cli.command import check_action, command
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags
from beritacli.cli.picking import keys_asked, write_json
from beritacli.cli.streams import write_out
from beritacli.config import editing
from beritacli.domain.query_parser import parse
from beritacli.errors import NotFoundError, UsageError
from beritacli.hints import counted
from beritacli.render import plain

KEYS = ("name", "value", "origin")

_WORDS = {"show": (0, 0), "get": (1, 1), "set": (2, 2), "unset": (1, 1)}  # least and most


@command(
    """
    berita config
    berita config get desk.timezone
    berita config set desk.timezone Asia/Makassar
    berita config set queries.rapat 'status:review,ready ^section:iklan'
    berita config set profiles.utara.db /srv/utara/berita.json
    berita config unset queries.rapat
    """
)
def config(
    ctx: typer.Context,
    common: CommonFlags,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[show | get NAME | set NAME VALUE | unset NAME]", help="What."),
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="The settings as JSON.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the change; write nothing.")
    ] = False,
    yes: Annotated[  # noqa: ARG001 - every verb that writes takes it
        bool, typer.Option("--yes", help="Nothing is asked here.")
    ] = False,
) -> None:
    """Show or change the settings, each with where its value comes from.

    A profile is a set of settings of its own, for another desk: `--profile
    utara`, or BERITA_PROFILE.
    """
    keys = keys_asked(json, KEYS)
    action, *given = words or ["show"]
    check_action("config", action)
    least, most = _WORDS[action]
    if not least <= len(given) <= most:
        hint = _in_one(given) if action == "set" and given[most:] else ""
        raise UsageError(f"config {action} takes {counted(most, 'word')}, not {len(given)}", hint)
    said = _change(given, dry_run=dry_run) if action in ("set", "unset") else ""
    session = Session(ctx, common)
    if said:
        session.note(said)
    if action in ("show", "get"):
        _print(session, given, () if json is None else keys)
    elif json is not None:
        write_json(_rows(session, []), keys)


def _change(given: list[str], *, dry_run: bool) -> str:
    """Check and write, and say so; without a session, so that a bad setting can be put right."""
    path = settings.config_path(os.environ)
    name, value = given[0], given[1] if len(given) > 1 else None
    editing.check_name(name, value)
    if value is None:
        text = editing.unset_value(path, name)
        if text is None:
            raise NotFoundError(f"{name} is not set in {path}", "berita config")
    else:
        _check_query(name, value)
        _check_rules(name, value)
        _check_pattern(name, value)
        text = editing.set_value(path, name, value)
    if not dry_run:
        editing.write_file(path, text)
    return f"{'dry run: nothing was written to' if dry_run else 'written:'} {path}"


def _in_one(given: Sequence[str]) -> str:
    """The hint for a value of several words that nobody quoted."""
    import shlex  # noqa: PLC0415 - only for errors

    return f"berita config set {given[0]} {shlex.quote(' '.join(given[1:]))}"


def _check_query(name: str, value: str) -> None:
    """Refuse a saved query that could not be read; other saved ones may stand in it."""
    if "queries." not in name:
        return
    from datetime import UTC, datetime  # noqa: PLC0415 - only for saved queries

    saved, query = settings.load(os.environ).queries, name.rpartition(".")[2]
    parse([f"@{query}"], datetime.now(UTC), saved={**saved, query: value})


def _check_rules(name: str, value: str) -> None:
    """Refuse a list of rules with one that is none: it would hold every article back."""
    setting = name[name.find("checks.") :]
    if setting.startswith("checks."):
        from beritacli.newsroom.checking import check_settings  # noqa: PLC0415 - only for checks

        check_settings({setting: value})


def _check_pattern(name: str, value: str) -> None:
    """Refuse a pattern of pages that no import of logs could read."""
    if name.endswith("views.pattern"):
        from beritacli.newsroom.pages import patterns_of  # noqa: PLC0415 - only for patterns

        patterns_of(value)


def _print(session: Session, names: list[str], keys: Sequence[str]) -> None:
    """The settings as text, or as JSON with `keys`."""
    for name in names:
        settings.check(name)
        if name not in session.config.values:
            raise NotFoundError(f"{name} is not set", "berita config")
    rows = _rows(session, names)
    if keys:
        write_json(rows, keys)
    elif names:
        write_out(plain.tab_separated((row["value"],) for row in rows))
    else:
        session.note(f"settings file: {settings.config_path(os.environ)}")
        lines = [(row["name"], row["value"], row["origin"]) for row in rows]
        write_out(session.columns(("NAME", "VALUE", "ORIGIN"), lines))


def _rows(session: Session, names: list[str]) -> list[dict[str, str]]:
    values = session.config.values
    return [
        {"name": name, "value": values[name], "origin": session.config.origins[name]}
        for name in (names or values)
    ]
