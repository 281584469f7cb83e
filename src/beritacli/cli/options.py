"""Groups of options that many commands share, each written down once.

A command takes a group as one parameter, `output: OutputFlags`; `flattened`
shows Typer its fields as single options. This module does not postpone its
annotations, so that Typer need not evaluate them one by one.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_type_hints

from typer import Argument, Option

from beritacli.values import Value

Text = str | None
Texts = list[str] | None


_MOST = 10**12  # more than any store has; what the index counts with ends at 2**63


def countable(number: int | None) -> int | None:
    """A number for `-n` or `--offset`, cut to what everything behind it can count to."""
    return None if number is None else min(number, _MOST)


class CommonFlags(Value):
    """What every command takes."""

    db: Annotated[Text, Option("--db", metavar="PATH", help="The store to use.")] = None
    profile: Annotated[
        Text, Option("--profile", metavar="NAME", help="The settings of this desk.")
    ] = None
    no_input: Annotated[bool, Option("--no-input", help="Never ask anything.")] = False
    color: Annotated[Text, Option("--color", metavar="auto|always|never", help="Colours.")] = None
    no_pager: Annotated[bool, Option("--no-pager", help="Print long pages as they are.")] = False
    quiet: Annotated[bool, Option("-q", "--quiet", help="No notes on stderr, only errors.")] = False


class OutputFlags(Value):
    """How records are printed."""

    json: Annotated[
        Text, Option("--json", metavar="[=FIELDS]", help="JSON; `--json=id,title` picks fields.")
    ] = None
    format: Annotated[
        Text,
        Option("--format", metavar="NAME", help="table, json, jsonl, csv, tsv, ids or markdown."),
    ] = None
    ids: Annotated[bool, Option("--ids", help="Only the ids, one a line.")] = False
    null: Annotated[bool, Option("-0", "--null", help="End records with NUL, for xargs -0.")] = (
        False
    )
    columns: Annotated[Text, Option("--columns", metavar="A,B", help="The columns to show.")] = None
    template: Annotated[
        Text, Option("--template", metavar="TEXT", help="A line a record: '{title} ({views})'.")
    ] = None


class WriteOutputFlags(Value):
    """How the result of a write is printed."""

    json: Annotated[Text, Option("--json", metavar="[=FIELDS]", help="The records as JSON.")] = None
    ids: Annotated[bool, Option("--ids", help="Only the ids, one a line.")] = False


class PageFlags(Value):
    """Which part of a listing."""

    sort: Annotated[
        Text, Option("--sort", metavar="FIELD,-FIELD", help="Sort; `-` for descending.")
    ] = None
    limit: Annotated[
        int | None,
        Option("-n", "--limit", metavar="N", min=0, callback=countable, help="At most so many."),
    ] = None
    offset: Annotated[
        int,
        Option(
            "--offset", metavar="N", min=0, callback=countable, help="Leave out the first ones."
        ),
    ] = 0


class PeriodFlags(Value):
    """The filters on the date of publication, which `edit` has too."""

    since: Annotated[Text, Option("--since", metavar="DATE", help="Published from then on.")] = None
    until: Annotated[Text, Option("--until", metavar="DATE", help="Published up to then.")] = None


class FilterFlags(PeriodFlags):
    """The common filters, beside a query."""

    status: Annotated[Texts, Option("--status", metavar="NAME", help="Only this status.")] = None
    tag: Annotated[Texts, Option("--tag", metavar="TAG", help="Only with this tag.")] = None
    section: Annotated[Texts, Option("--section", metavar="NAME", help="Only this section.")] = None
    reporter: Annotated[Texts, Option("--reporter", metavar="NAME", help="Only by them.")] = None
    editor: Annotated[Texts, Option("--editor", metavar="NAME", help="Only edited by them.")] = None


class PopularFlags(Value):
    """Which most read are wanted."""

    window: Annotated[
        str, Option("--window", metavar="WINDOW", help="all, 24h, 7d, 30d, kemarin, FROM..TO.")
    ] = "all"
    rank: Annotated[
        str, Option("--rank", metavar="views|trending", help="trending: views fade with age.")
    ] = "views"
    per_day: Annotated[
        bool, Option("--per-day", help="Rank by views for each day that an article was out.")
    ] = False
    max_age: Annotated[
        Text, Option("--max-age", metavar="30d", help="Only what was published since then.")
    ] = None
    skip_evergreen: Annotated[
        bool, Option("--skip-evergreen", help="Leave out what has the tag evergreen.")
    ] = False
    one_per_section: Annotated[
        bool, Option("--one-per-section", help="Only the first of every section.")
    ] = False


class QueryFlags(Value):
    """A query; nothing means every article."""

    words: Annotated[Texts, Argument(metavar="[QUERY]...", help="Words and field:value terms.")] = (
        None
    )


class TargetFlags(Value):
    """Which articles a verb works on."""

    words: Annotated[
        Texts, Argument(metavar="TARGET...", help="Ids, slugs, URLs or a query; - reads stdin.")
    ] = None
    everything: Annotated[bool, Option("--all", help="Every article but the bin.")] = False


class WriteFlags(Value):
    """What every command that writes takes."""

    dry_run: Annotated[bool, Option("--dry-run", help="Show what would change; write nothing.")] = (
        False
    )
    yes: Annotated[bool, Option("--yes", help="Do not ask.")] = False
    allow_mass: Annotated[
        bool, Option("--allow-mass", help="With --yes: let a mass deletion pass.")
    ] = False


class FieldFlags(Value):
    """The fields of a record."""

    title: Annotated[Text, Option("--title", metavar="TEXT", help="The headline.")] = None
    body: Annotated[Text, Option("--body", metavar="TEXT", help="The text, Markdown.")] = None
    body_file: Annotated[
        Text, Option("--body-file", metavar="FILE", help="The text from a file; - is stdin.")
    ] = None
    caption: Annotated[Text, Option("--caption", metavar="TEXT", help="Caption of the photo.")] = (
        None
    )
    photo: Annotated[Text, Option("--photo", metavar="URL", help="The photo.")] = None
    credit: Annotated[Text, Option("--credit", metavar="TEXT", help="Credit of the photo.")] = None
    quote: Annotated[
        Text, Option("--quote", metavar="TEXT", help="The pull quote, without marks.")
    ] = None
    dateline: Annotated[Text, Option("--dateline", metavar="TEXT", help="The dateline.")] = None
    date: Annotated[Text, Option("--date", metavar="DATE", help="Date of publication.")] = None
    embargo: Annotated[
        Text, Option("--embargo", metavar="WHEN", help="Readers must not see it until then.")
    ] = None
    views: Annotated[Text, Option("--views", metavar="N", help="The view count.")] = None
    slug: Annotated[
        Text, Option("--slug", metavar="TEXT", help="The slug; else made from the title.")
    ] = None
    source: Annotated[Text, Option("--source", metavar="URL", help="Where it comes from.")] = None
    related: Annotated[
        Texts, Option("--related", metavar="REF", help="Pin a related article; repeatable.")
    ] = None


class DeskFlags(Value):
    """The fields of a record that are filters in other commands."""

    section: Annotated[Text, Option("--section", metavar="NAME", help="The section.")] = None
    tag: Annotated[Texts, Option("--tag", metavar="TAG", help="A tag; repeatable.")] = None
    reporter: Annotated[Text, Option("--reporter", metavar="NAME", help="Who reported.")] = None
    editor: Annotated[Text, Option("--editor", metavar="NAME", help="Who edited.")] = None
    status: Annotated[
        Text, Option("--status", metavar="NAME", help="The status; published is checked.")
    ] = None


# What many commands take stands behind a command's own options in its help.
_SHARED = (PeriodFlags, PageFlags, OutputFlags, WriteOutputFlags, WriteFlags, CommonFlags)


def flattened(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` with the fields of its option groups as parameters of their own."""
    hints = get_type_hints(function, include_extras=True)
    parameters: list[inspect.Parameter] = []
    shared: list[inspect.Parameter] = []
    groups: dict[str, type[Value]] = {}
    for parameter in inspect.signature(function).parameters.values():
        hint = hints[parameter.name]
        if isinstance(hint, type) and issubclass(hint, Value):
            groups[parameter.name] = hint
            behind = shared if issubclass(hint, _SHARED) else parameters
            behind += _parameters(hint)
        else:
            parameters.append(parameter.replace(annotation=hint))
    parameters += shared
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [parameter.replace(kind=keyword) for parameter in parameters]

    @wraps(function)
    def wrapper(**values: Any) -> Any:
        arguments = {
            name: group(**{field: values.pop(field) for field in group.value_fields})
            for name, group in groups.items()
        }
        return function(**arguments, **values)

    wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {p.name: p.annotation for p in parameters}
    del wrapper.__wrapped__  # Typer is to see the new signature
    return wrapper


def _parameters(group: type[Value]) -> list[inspect.Parameter]:
    annotations: dict[str, Any] = {}
    for kind in reversed(group.__mro__):
        annotations |= inspect.get_annotations(kind)
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=getattr(group, name, inspect.Parameter.empty),
            annotation=annotations[name],
        )
        for name in group.value_fields
    ]
