"""What can stand next on a command line of berita, for the shells.

Typer's own completion imports the module of every command, and Rich for their
help. This one reads the table of commands and a list of their options, which
scripts/make_reference.py writes, so that an answer costs about as much as a
start of the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from beritacli.cli.streams import write_out
from beritacli.cli.table import COMMANDS
from beritacli.config import SETTINGS
from beritacli.domain.article import FIELDS, STATUSES
from beritacli.domain.document import COLUMNS
from beritacli.domain.query import FIELD_NAMES
from beritacli.errors import BeritaError
from beritacli.render.output import COLOR_MODES, FORMATS
from beritacli.render.visible import visible

if TYPE_CHECKING:
    from beritacli.cli.parts import Parts

Suggestion = tuple[str, str]  # what to type, and what it is

# What two commands take, said here: no command is loaded to complete it.
SHELLS = ("bash", "zsh", "fish")
SHARE_PARTS = ("text", "lead", "link", "whatsapp", "telegram", "facebook", "x", "email")
FILES: list[Suggestion] = [("", "files")]  # the shell is to offer its file names
_VALUED = ("--db", "--color", "--profile")  # options before the command that take a value
_STORED = ("tag", "section", "reporter", "editor")
_SORTS = tuple(name for name in FIELDS if name != "photo")
_LISTED = {"--sort": _SORTS, "--columns": COLUMNS, "--clear": (*FIELDS, "date")}
_FILE_OPTIONS = ("--db", "--body-file", "--output", "-o", "--photo")
_REF_OPTIONS = ("--related", "--from", "--pin", "--unpin", "--exclude")


def answer(words: Sequence[str]) -> int:
    """Print what can replace the last of `words`, a line each: the word, a tab, what it is.

    A mistake on the line is no reason to speak up before it is finished.
    """
    try:
        lines = Completer().complete(words)
    except (BeritaError, OSError):
        return 1
    write_out("".join(f"{visible(value)}\t{visible(about)}\n" for value, about in lines))
    return 0


class Completer:
    """Answers for one command line; the store is read only when a value of it is wanted."""

    def complete(self, words: Sequence[str]) -> list[Suggestion]:
        """What can replace the last of `words`; the ones before it are the line up to there."""
        *before, current = words or ("",)
        self._outer, name, rest = _command(before)
        if name is None:
            if before and before[-1] in _VALUED:
                return self._value(before[-1], current)
            return _matching(((n, entry.summary) for n, entry in COMMANDS.items()), current)
        if name not in COMMANDS:
            return []
        if rest and rest[-1].startswith("-") and _options(name).get(rest[-1], (False,))[0]:
            return self._value(rest[-1], current)
        option, equals, start = current.partition("=")
        if equals and option.startswith("--"):
            return [(f"{option}={v}", about) for v, about in self._value(option, start)]
        if current.startswith("--") or (current.startswith("-") and name != "tag"):
            options = _options(name).items()
            return _matching(((option, about) for option, (_, about) in options), current)
        return self._positional(name, rest, current)

    def _parts(self) -> Parts:
        from beritacli.cli.parts import Parts  # noqa: PLC0415 - options need no store

        flags = dict(zip(self._outer, self._outer[1:], strict=False))
        return Parts(flags.get("--db"), flags.get("--profile"))

    def _stored(self, field: str, start: str) -> list[Suggestion]:
        """The values of a field, or references where the field is '', from the store."""
        from beritacli.newsroom import suggesting  # noqa: PLC0415 - the same
        from beritacli.newsroom.desk import Desk  # noqa: PLC0415 - the same

        with closing(self._parts()) as parts:
            desk = Desk(parts.repository(), parts.now)
            if not field:
                return suggesting.references(desk, start)
            return suggesting.values(desk, field, start)

    def _positional(self, name: str, before: Sequence[str], current: str) -> list[Suggestion]:
        if name == "tag" and current[:1] in ("+", "-"):
            return self._prefixed(current[0], "tag", current[1:])
        takes, actions = COMMANDS[name].takes, COMMANDS[name].actions
        if actions and not before:
            return _matching(_plain(actions), current)
        if takes == "command":
            return _matching(((n, entry.summary) for n, entry in COMMANDS.items()), current)
        if takes == "files":
            return FILES
        if takes == "reference":
            return self._stored("", current)
        if actions:
            return self._behind(takes, before, current)
        return self._target(takes, current) if takes in ("query", "target") else []

    def _behind(self, takes: str, before: Sequence[str], current: str) -> list[Suggestion]:
        """What an action is done to: one thing, of logs and of backups to verify several."""
        action, *given = before
        if action == "import":
            return FILES
        if action == "list" or (given and action != "verify"):
            return []
        if takes == "views":
            return self._stored("", current)
        found = {"shell": _shells, "backups": self._backups, "setting": self._settings}
        return _matching(found[takes](), current) if takes in found else []

    def _target(self, takes: str, current: str) -> list[Suggestion]:
        """A term of a query or, where a target is wanted, a reference."""
        marks = current[: len(current) - len(current.removeprefix("^").removeprefix("not:"))]
        term = current[len(marks) :]
        field, colon, start = term.partition(":")
        if colon:
            return [(f"{marks}{v}", about) for v, about in self._field_value(field, start)]
        if term.startswith("+"):
            return [(f"{marks}{v}", a) for v, a in self._prefixed("+", "tag", term[1:])]
        if term.startswith("@"):
            saved = ((f"@{name}", text) for name, text in self._parts().config.queries.items())
            return _matching([*saved, ("@last", "the last change")], current)
        fields = [(f"{marks}{v}", a) for v, a in _matching(_field_terms(), term)] if term else []
        refs = self._stored("", current) if takes == "target" else []
        return [*refs, *fields]

    def _field_value(self, field: str, start: str) -> list[Suggestion]:
        *given, last = start.split(",")
        lead = f"{field}:{''.join(f'{value},' for value in given)}"
        if field == "status":
            found = _matching(_plain(STATUSES), last)
        elif field.lower() in ("tag", "tags", *_STORED):
            found = self._stored(field.lower().removesuffix("s"), last)
        elif field in ("published", "scheduled", "created", "updated"):
            found = _matching(_plain(("hari-ini", "kemarin", "7d", "pekan-ini", "bulan-ini")), last)
        else:
            found = []
        return [(f"{lead}{value}", about) for value, about in found]

    def _prefixed(self, mark: str, field: str, start: str) -> list[Suggestion]:
        return [(f"{mark}{v}", a) for v, a in self._stored(field, start)]

    def _value(self, option: str, start: str) -> list[Suggestion]:
        """The values of an option; a comma list goes on after its last comma."""
        if option in _FILE_OPTIONS:
            return FILES
        if option in _REF_OPTIONS:
            return self._stored("", start)
        name = option.removeprefix("--")
        if name in _STORED:
            return self._stored(name, start)
        if option in ("--rename", "--merge", "--remove"):
            return self._stored("tag", start)
        fixed = {
            "--status": STATUSES,
            "--color": COLOR_MODES,
            "--format": FORMATS,
            "--to": SHARE_PARTS,
            "--window": ("all", "24h", "7d", "30d", "kemarin", "pekan-ini", "bulan-ini"),
            "--rank": ("views", "trending"),
            "--level": ("error", "warning", "note"),
        }
        if option == "--rule":
            from beritacli.checks.table import RULES  # noqa: PLC0415 - only for this option

            return _matching(((code, rule.about) for code, rule in RULES.items()), start)
        if option in fixed:
            return _matching(_plain(fixed[option]), start)
        names = ("help", *COLUMNS) if option == "--json" else _LISTED.get(option, ())
        *given, last = start.split(",")
        lead = "".join(f"{value}," for value in given)
        minus = "-" if option == "--sort" and last.startswith("-") else ""
        return _matching(((f"{lead}{minus}{value}", "") for value in names), start)

    def _backups(self) -> list[Suggestion]:
        """The backups there are, the newest first."""
        with closing(self._parts()) as parts:
            names = [backup.name for backup in parts.keeper().backups()]
        return [("@last", "the newest one"), *_plain(names)]

    def _settings(self) -> list[Suggestion]:
        saved = ((f"queries.{name}", text) for name, text in self._parts().config.queries.items())
        return [*((one.name, one.help) for one in SETTINGS), *saved, ("queries.", "a saved query")]


def _shells() -> list[Suggestion]:
    return [*_plain(SHELLS)]


def _command(before: Sequence[str]) -> tuple[Sequence[str], str | None, Sequence[str]]:
    """The words before the command, the command (None if there is none yet), the words after."""
    words = iter(enumerate(before))
    for number, word in words:
        if word in _VALUED:
            next(words, None)
        elif not word.startswith("-"):
            return before[:number], word, before[number + 1 :]
    return before, None, ()


def _options(name: str) -> dict[str, tuple[bool, str]]:
    """The options of a command: whether the next word belongs to them, and what they do."""
    table = Path(__file__).with_name("scripts") / "options.tsv"
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    return {opt: (value != "", about) for verb, opt, value, about in rows if verb == name}


def _field_terms() -> Iterable[Suggestion]:
    return ((f"{name}:", "") for name in FIELD_NAMES)


def _plain(names: Iterable[str]) -> Iterable[Suggestion]:
    return ((name, "") for name in names)


def _matching(found: Iterable[Suggestion], start: str) -> list[Suggestion]:
    return [(value, about) for value, about in found if value.lower().startswith(start.lower())]
