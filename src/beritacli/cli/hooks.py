"""`berita hooks`."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from beritacli.cli.command import check_action, command
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags, WriteFlags
from beritacli.cli.picking import keys_asked, write_json
from beritacli.cli.streams import is_terminal, write_out
from beritacli.config.settings import HOOKS
from beritacli.domain.hooks import RUNNING, Failure
from beritacli.errors import BeritaError, NotFoundError, UsageError
from beritacli.hints import counted, cut, suggestion
from beritacli.newsroom import hooking

LIST_KEYS = ("hook", "waiting", "command", "origin")
FAILURE_KEYS = ("id", "hook", "time", "ids", "attempts", "state", "message")

LIST_SHOWN = ("hook", "waiting", "command")
FAILURE_SHOWN = ("id", "ids", "attempts", "state", "message")


@command(
    """
    berita hooks
    berita hooks failed
    berita hooks retry
    berita hooks retry 12-post_publish
    berita hooks drop 12-post_publish
    """
)
def hooks(
    ctx: typer.Context,
    common: CommonFlags,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[list | failed | retry [ID...] | drop ID...]", help="What."),
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="As JSON.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would run again; run nothing.")
    ] = False,
    yes: Annotated[  # noqa: ARG001 - every verb that writes takes it
        bool, typer.Option("--yes", help="Nothing is asked here.")
    ] = False,
) -> None:
    """Show the desk's hooks, and run again what failed.

    A hook is a program that the settings name: hooks.pre_publish is asked
    before an article goes out, hooks.post_publish and hooks.post_change are told
    afterwards. What fails then is kept until it is run again or dropped.
    """
    action, *given = words or ["list"]
    check_action("hooks", action)
    if given and action in ("list", "failed"):
        raise UsageError(f"hooks {action} takes no further words", f"berita hooks {action}")
    if action == "drop" and not given:
        raise UsageError("drop which one?", "berita hooks failed lists what waits")
    keys = LIST_KEYS if action == "list" else FAILURE_KEYS
    names = keys_asked(json, keys)
    session = Session(ctx, common)
    waiting = _chosen(session.hooks().failures(), given)
    if action == "list":
        _print(session, _listed(session, waiting), names, json=json is not None)
    elif action == "failed" or dry_run:
        _print(session, [_row(one) for one in waiting], names, json=json is not None)
        if not waiting and is_terminal(sys.stdout):
            session.note("nothing waits to be run again")
        if dry_run:
            session.note("dry run: nothing was run")
    elif action == "drop":
        for one in waiting:
            session.hooks().drop(one)
        rows = [_row(one) | {"state": "dropped"} for one in waiting]
        _print(session, rows, names, json=json is not None)
    else:
        _retry(session, waiting, names, json=json is not None)


def _chosen(failures: Sequence[Failure], ids: Sequence[str]) -> list[Failure]:
    known = {one.id: one for one in failures}
    for id in ids:
        if id not in known:
            raise NotFoundError(
                f"no hook '{cut(id)}' waits", suggestion(id, known, "berita hooks failed")
            )
    return [known[id] for id in ids] if ids else list(failures)


def _listed(session: Session, waiting: Sequence[Failure]) -> list[dict[str, Any]]:
    if waiting:
        which = "it" if len(waiting) == 1 else "them"
        session.note(
            f"{counted(len(waiting), 'hook')} failed: berita hooks retry runs {which} again"
        )
    return [
        {
            "hook": hook,
            "waiting": sum(one.hook == hook for one in waiting),
            "command": session.config[f"hooks.{hook}"],
            "origin": session.config.origins[f"hooks.{hook}"],
        }
        for hook in HOOKS
    ]


def _row(one: Failure) -> dict[str, Any]:
    return {
        "id": one.id,
        "hook": one.hook,
        "time": one.time,
        "ids": [change["id"] for change in one.changes],
        "attempts": one.attempt,
        "state": "running" if one.running else "failed",
        "message": one.message,
    }


def _retry(
    session: Session, waiting: Sequence[Failure], names: Sequence[str], *, json: bool
) -> None:
    retried = hooking.retry(session.writing_desk(WriteFlags()), session.hooks(), waiting)
    rows = [_row(one.failure) | {"state": _state(one), "message": one.message} for one in retried]
    _print(session, rows, names, json=json)
    failed = sum(row["state"] == "failed" for row in rows)
    if failed:
        raise BeritaError(
            f"{failed} of {counted(len(retried), 'hook')} failed again",
            "berita hooks failed shows why",
        )
    if not retried:
        session.note("nothing waits to be run again")


def _state(one: hooking.Retried) -> str:
    if one.message == RUNNING:
        return "running"
    return "failed" if one.message else "done"


def _print(
    session: Session, rows: Sequence[Mapping[str, Any]], names: Sequence[str], *, json: bool
) -> None:
    if json:
        write_json(rows, names)
        return
    if is_terminal(sys.stdout):  # a pipe and JSON have the rest too
        names = LIST_SHOWN if "waiting" in names else FAILURE_SHOWN
    lines = [[_cell(row[name]) for name in names] for row in rows]
    if lines:
        write_out(session.columns([name.upper() for name in names], lines))


def _cell(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)
