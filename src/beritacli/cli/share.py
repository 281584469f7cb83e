"""`berita share`."""

from typing import Annotated, Any

import typer

from beritacli.cli.command import command
from beritacli.cli.completing import SHARE_PARTS
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags
from beritacli.cli.paging import write_page
from beritacli.cli.picking import keys_asked, write_json
from beritacli.cli.printing import place
from beritacli.cli.streams import write_out
from beritacli.errors import NotFoundError, UsageError
from beritacli.hints import cut, suggestion
from beritacli.indonesian.date_format import format_plain
from beritacli.newsroom import sharing
from beritacli.newsroom.sharing import CHANNELS, Share

KEYS = ("id", "title", "lead", "link", "text", *CHANNELS)


@command(
    """
    berita share 42
    berita share 42 --to text | wl-copy
    berita share pemkot-jakpus --to whatsapp
    berita share 42 --json
    """
)
def share(
    ctx: typer.Context,
    common: CommonFlags,
    ref: Annotated[str, typer.Argument(metavar="REF", help="The article.")],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="NAME", help=f"One alone: {', '.join(SHARE_PARTS)}."),
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="All of it as JSON.")
    ] = None,
) -> None:
    """Hand an article on: text to paste, and addresses as behind `Bagikan ke`.

    The link is the article's source, else the setting site.url and the slug.
    No address carries a tracker.
    """
    session = Session(ctx, common)
    names = keys_asked(json, KEYS)
    if to is not None and to not in SHARE_PARTS:
        raise UsageError(f"cannot share to '{cut(to)}'", suggestion(to, SHARE_PARTS))
    if to is not None and json is not None:
        raise UsageError("--to and --json contradict each other", f"berita share {ref} --json={to}")
    found = sharing.share(session.reading_desk(), ref, session.config["site.url"])
    _warn(session, found)
    if json is not None:
        write_json([_values(found)], names)
    elif to is not None:
        write_out(_alone(found, to))
    else:
        _print(session, found)


def _values(found: Share) -> dict[str, Any]:
    parts = {name: getattr(found, name) for name in ("lead", "link", "text", *CHANNELS)}
    return {"id": found.article.id, "title": found.article.title, **parts}


def _alone(found: Share, name: str) -> str:
    """One part as it is to be pasted: its lines stay lines."""
    from beritacli.render.visible import visible  # noqa: PLC0415 - render is loaded by what prints

    text = getattr(found, name)
    if not text:
        what = "has no text to lead with" if name == "lead" else "has no address to share"
        raise NotFoundError(
            f"article {found.article.id} {what}",
            "berita config set site.url https://…, or give it a --source",
        )
    return f"{visible(text, lines=True)}\n"


def _print(session: Session, found: Share) -> None:
    here = place(session)
    if here.terminal:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        addresses = {name: getattr(found, name) for name in CHANNELS}
        write_page(terminal.shared(found.text, addresses, here), here)
        return
    from beritacli.render.plain import tab_separated  # noqa: PLC0415 - the same

    values = ((name, getattr(found, name)) for name in ("text", "link", *CHANNELS))
    write_out(tab_separated((name, value) for name, value in values if value))


def _warn(session: Session, found: Share) -> None:
    """Say what a reader of the link would stumble over."""
    article = found.article
    if article.status != "published":
        session.note(f"Warning: article {article.id} is {article.status}, not published")
    if article.embargo_until and article.is_embargoed(session.now):
        until = format_plain(article.embargo_until, session.now)
        session.note(f"Warning: it is under embargo until {until}")
    if not found.link:
        session.note("no address to share: berita config set site.url https://… makes one")
