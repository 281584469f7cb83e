"""`berita tag`."""

import shlex
from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated

import typer

from beritacli.cli.command import TagCommand, command
from beritacli.cli.context import Session, filters_of, target
from beritacli.cli.options import (
    CommonFlags,
    FilterFlags,
    TargetFlags,
    WriteFlags,
    WriteOutputFlags,
)
from beritacli.cli.printing import output, print_counts
from beritacli.cli.written import print_written
from beritacli.errors import UsageError
from beritacli.newsroom import reading, tagging
from beritacli.render.output import Output
from beritacli.values import replace

LIST_KEYS = ("tag", "count", "similar")
SIMILAR = 5  # pairs told on stderr


@command(
    """
    berita tag 42 +banjir -hujan
    berita tag section:kesra tag:lansia +sosial --dry-run
    berita list banjir --ids | berita tag - +banjir
    berita tag 42 --set banjir,cuaca
    berita tag --list
    berita tag --rename 'banjir rob' rob
    berita tag --merge KJP 'KJP Plus' kjp-plus
    """,
    TagCommand,
)
def tag(
    ctx: typer.Context,
    words: TargetFlags,
    filters: FilterFlags,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="TAG", help="The same as -TAG.")
    ] = None,
    exactly: Annotated[
        str | None, typer.Option("--set", metavar="A,B", help="Exactly these tags.")
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Every tag and how often it stands.")
    ] = False,
    rename: Annotated[
        tuple[str, str] | None, typer.Option("--rename", metavar="OLD NEW", help="Rename a tag.")
    ] = None,
    merge: Annotated[
        tuple[str, str, str] | None,
        typer.Option("--merge", metavar="A B INTO", help="Make one tag of two."),
    ] = None,
) -> None:
    """Add tags with +TAG and remove them with -TAG, on one or many articles.

    Articles are chosen by reference or query; choose by a tag with tag:TAG or
    --tag, since +TAG adds it.
    """
    session = Session(ctx, common)
    chosen = output(session, written, keys=LIST_KEYS if list_ else ())
    newsdesk = session.writing_desk(write)
    modes = [list_, rename is not None, merge is not None, exactly is not None or bool(remove)]
    if sum(modes) > 1:
        raise UsageError("--list, --rename, --merge and changes of tags exclude each other")
    if list_:
        _list(session, chosen, reading.tag_counts(newsdesk))
        return
    if rename is not None or merge is not None:
        *old, new = rename or merge or ("", "")
        print_written(session, chosen, tagging.rename_tags(newsdesk, old, new))
        return
    added = [word[1:] for word in words.words or () if word.startswith("+") and len(word) > 1]
    rest = [word for word in words.words or () if not (word.startswith("+") and len(word) > 1)]
    if not (added or remove or exactly is not None):
        raise UsageError("no tag to add or remove", "berita tag 42 +banjir -hujan")
    outcome = tagging.tag(
        newsdesk,
        target(replace(words, words=rest), filters_of(filters)),
        add=added,
        remove=remove or (),
        exactly=None if exactly is None else [exactly],
    )
    print_written(session, chosen, outcome)


def _list(session: Session, chosen: Output, counts: Sequence[tuple[str, int]]) -> None:
    pairs = reading.similar_tags(counts)
    for one, other in pairs[:SIMILAR]:
        words = shlex.join(["berita", "tag", "--merge", one, other, one])
        session.note(f"Similar: '{one}' and '{other}'; {words} makes one of them")
    if len(pairs) > SIMILAR:
        session.note(f"and {len(pairs) - SIMILAR} more similar pairs; --json has them all")
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        near[one].append(other)
        near[other].append(one)
    rows = [dict(zip(LIST_KEYS, (tag, count, near[tag]), strict=True)) for tag, count in counts]
    print_counts(session, chosen, rows)
