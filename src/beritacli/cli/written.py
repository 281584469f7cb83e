"""What a write changed, printed for a person or a program."""

from __future__ import annotations

from beritacli.cli.context import Session
from beritacli.cli.streams import write_out
from beritacli.hints import counted
from beritacli.newsroom.desk import Outcome
from beritacli.render import plain
from beritacli.render.listing import CREATED_COLUMNS, listing
from beritacli.render.output import Output
from beritacli.render.rows import plain_rows

NOTHING = "no article to change"  # said where a target is nobody


def print_written(
    session: Session,
    chosen: Output,
    outcome: Outcome,
    *,
    single: bool = False,
    nothing: str = NOTHING,
) -> None:
    """What a write changed: old and new, the new records, or the records as data.

    `nothing` is said where there was no article at all.
    """
    for warning in outcome.warnings:
        session.note(f"Warning: {warning}")
    if nothing and not (outcome.plan.writes or outcome.plan.unchanged):
        session.note(nothing)
    if outcome.plan.unchanged and not chosen.format:
        session.note(f"{counted(len(outcome.plan.unchanged), 'article')} unchanged")
    note_dry_run(session, outcome)
    if chosen.format:
        write_out(listing(plain_rows(outcome.articles), chosen, CREATED_COLUMNS, single=single))
    elif chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_out(terminal.changes(outcome.plan, chosen.place))
    elif all(change.before is None for change in outcome.plan.changes):
        new = [change.after for change in outcome.plan.changes if change.after]
        write_out(listing(plain_rows(new), chosen, CREATED_COLUMNS))
    else:
        write_out(plain.changes(outcome.plan))


def note_dry_run(session: Session, outcome: Outcome) -> None:
    """That nothing was written, and what a script has to add where nobody can be asked."""
    if outcome.dry_run:
        needs = f"; the real run asks first, or takes {outcome.needs}" if outcome.needs else ""
        session.note(f"dry run: nothing was written{needs}")


def print_imported(session: Session, chosen: Output, outcome: Outcome) -> None:
    """What an import brought in: the records where somebody asks for them, else the first ones."""
    if chosen.format or chosen.for_people:
        print_written(session, chosen, outcome, nothing="")
        return
    for warning in outcome.warnings:
        session.note(f"Warning: {warning}")
    note_dry_run(session, outcome)
