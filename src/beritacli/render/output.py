"""How one invocation prints: what stdout is, and what the flags ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion
from beritacli.render.rows import NAMES, field_names
from beritacli.render.template import EMPTY, Template, parse_template
from beritacli.values import Value

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "ids", "markdown")
COLOR_MODES = ("auto", "always", "never")
PIPE_WIDTH = 80  # columns of a page where nobody says how wide the reader is
LEAST_WIDTH = 20

# Terminals that open the hyperlinks of OSC 8, by what they put into the environment.
_LINKING_VARIABLES = ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM")
_LINKING_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby")
_LINKING_TERMS = ("foot", "alacritty", "xterm-kitty", "xterm-ghostty", "wezterm")
_LINE_FORMATS = ("ids", "tsv", "template")  # those that -0 can end with NUL
_COLUMN_FORMATS = ("", "table", "json", "jsonl", "csv", "tsv", "markdown")


class Place(Value):
    """Where stdout goes: `width` in columns, and whether the page may be in colour there.

    `now` is the moment of the invocation; at a terminal tables tell recent times
    from there. With `links` the terminal can open an address that stands behind
    a text (OSC 8). What is longer than `height` lines goes through `pager`, if any.
    """

    terminal: bool = False
    width: int = PIPE_WIDTH
    color: bool = False
    encoding: str = "utf-8"
    now: datetime | None = None
    links: bool = False
    height: int = 0
    pager: str = ""


class Output(Value):
    """What is printed: `format` is '' where the place decides (a page or table, or tab-separated).

    No `columns` means the command's own. `help` asks for the list of fields
    instead of any work.
    """

    place: Place = Place()
    format: str = ""
    columns: tuple[str, ...] = ()
    template: Template = EMPTY
    null: bool = False
    help: bool = False

    @property
    def for_people(self) -> bool:
        """Whether this is the command's own page for a person to read, not data."""
        return not self.format and self.place.terminal

    @property
    def on_screen(self) -> bool:
        """Whether a person reads this at a terminal, as a page or as a table."""
        return self.place.terminal and self.format in ("", "table")

    def shows(self, field: str) -> bool:
        """Whether a field is printed, as far as the flags alone tell."""
        if self.format == "ids":
            return field == "id"
        if self.format == "template":
            return field in self.template.pieces[1::2]
        return field in self.columns if self.columns else True

    @property
    def end(self) -> str:
        """What ends a record."""
        return "\0" if self.null else "\n"


def choose(  # one keyword for each flag
    place: Place,
    *,
    json: str | None = None,
    format: str | None = None,
    ids: bool = False,
    null: bool = False,
    columns: str | None = None,
    template: str | None = None,
    extras: Sequence[str] = (),
) -> Output:
    """The output that the flags ask for; `extras` are the command's keys beside the record's.

    `json` is '' for `--json` alone. Raises UsageError for an unknown format or
    field, and for flags that contradict each other.
    """
    name, flag = _format(json, format, ids=ids, template=template)
    if json == "help":
        return Output(place, name, help=True)
    if json and columns is not None:
        raise UsageError(f"--json={json[:60]} and --columns both name fields", "give one of them")
    if columns is not None and name not in _COLUMN_FORMATS:
        raise UsageError(f"{flag} has no columns", "leave --columns out")
    if null and name not in ("", *_LINE_FORMATS):
        raise UsageError(f"{flag} cannot end its records with NUL", "use -0 with --ids")
    if not name and (null or columns is not None):
        name = "table" if place.terminal and not null else "tsv"
    picked = json or columns
    return Output(
        place,
        name,
        () if picked is None else field_names(picked, extras),
        parse_template(template, extras) if template else EMPTY,
        null,
    )


def field_help(extras: Sequence[str] = ()) -> str:
    """What `--json=help` prints: a field a line."""
    return "".join(f"{name}\n" for name in dict.fromkeys((*NAMES, *extras)))


def color_wanted(mode: str, terminal: bool, environ: Mapping[str, str]) -> bool:  # noqa: FBT001
    """Whether to use colours: the flag decides, else NO_COLOR, FORCE_COLOR and TERM.

    See no-color.org. FORCE_COLOR speaks for a terminal only: what a pipe reads
    is data. Raises UsageError for an unknown mode.
    """
    if mode not in COLOR_MODES:
        raise UsageError(f"--color takes {', '.join(COLOR_MODES)}, not '{mode[:40]}'")
    if mode != "auto":
        return mode == "always"
    if not terminal or environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return environ.get("TERM", "") not in ("", "dumb", "unknown")


def links_wanted(mode: str, color: bool, environ: Mapping[str, str]) -> bool:  # noqa: FBT001
    """Whether to put addresses behind texts, where the terminal is known to open them.

    FORCE_HYPERLINK decides for any terminal; where there is no colour there is
    no escape sequence at all. A multiplexer is not known to hand them on.
    """
    if not color or mode == "never":
        return False
    forced = environ.get("FORCE_HYPERLINK", "")
    if mode == "always" or forced:
        return forced != "0"
    term, vte = environ.get("TERM", ""), environ.get("VTE_VERSION", "")
    if term.startswith(("screen", "tmux")):
        return False
    return (
        any(name in environ for name in _LINKING_VARIABLES)
        or environ.get("TERM_PROGRAM", "") in _LINKING_PROGRAMS
        or term.startswith(_LINKING_TERMS)
        or (vte.isdigit() and int(vte) >= 5000)
    )


def _format(
    json: str | None, format: str | None, *, ids: bool, template: str | None
) -> tuple[str, str]:
    """The one format asked for, '' if none, and the flag that asks."""
    asked: dict[str, str] = {}
    if json is not None:
        asked["json"] = "--json"
    if format is not None:
        asked.setdefault(_known(format), f"--format {format}")
    if ids:
        asked.setdefault("ids", "--ids")
    if template is not None:
        asked["template"] = "--template"
    if len(asked) > 1:
        first, second, *_ = asked.values()
        raise UsageError(f"{first} and {second} contradict each other", "give one of them")
    return next(iter(asked.items()), ("", ""))


def _known(format: str) -> str:
    if format in FORMATS:
        return format
    raise UsageError(f"unknown format '{cut(format)}'", suggestion(format, FORMATS))
