"""The plain moves: review, ready, unpublish, archive, delete, restore."""

from collections.abc import Callable

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session, filters_of, target
from beritacli.cli.options import (
    CommonFlags,
    FilterFlags,
    TargetFlags,
    WriteFlags,
    WriteOutputFlags,
)
from beritacli.cli.printing import output
from beritacli.cli.written import print_written
from beritacli.newsroom import publishing
from beritacli.newsroom.desk import Desk, Outcome
from beritacli.newsroom.targets import Target


def _move(action: str, about: str, examples: str) -> Callable[..., None]:
    def act(desk: Desk, wanted: Target) -> Outcome:
        return publishing.move(desk, wanted, action)

    return _verb(action, about, examples, act)


def _verb(
    name: str, about: str, examples: str, act: Callable[[Desk, Target], Outcome]
) -> Callable[..., None]:
    def verb(
        ctx: typer.Context,
        words: TargetFlags,
        filters: FilterFlags,
        written: WriteOutputFlags,
        write: WriteFlags,
        common: CommonFlags,
    ) -> None:
        session = Session(ctx, common)
        chosen = output(session, written)
        outcome = act(session.writing_desk(write), target(words, filters_of(filters)))
        print_written(session, chosen, outcome)

    verb.__name__ = name
    verb.__doc__ = about
    return command(examples)(verb)


review = _move(
    "review",
    "Hand articles over for review.",
    "berita review 42\nberita review status:draft reporter:rani",
)
ready = _move(
    "ready",
    "Mark articles as ready to publish.",
    "berita ready 42\nberita ready status:review section:kesra",
)
unpublish = _move(
    "unpublish",
    "Take articles back to draft; their date stays.",
    "berita unpublish 42\nberita unpublish status:scheduled --dry-run",
)
archive = _move(
    "archive",
    "Put published articles into the archive.",
    "berita archive 42\nberita archive published:..2019 --yes",
)
delete = _move(
    "delete",
    "Move articles to the bin; `berita restore` brings them back.",
    "berita delete 42\nberita delete status:draft created:..2023 --dry-run",
)
restore = _verb(
    "restore",
    "Bring articles back from the bin, to the status they had.",
    "berita restore 42\nberita restore status:deleted section:kesra",
    publishing.restore,
)
