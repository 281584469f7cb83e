"""How berita's commands read their words and print their help, on top of Typer's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from typer.core import TyperCommand, TyperGroup

from beritacli.cli.table import COMMANDS, GROUPS, load
from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion

# What the help of the program begins with.
EXAMPLES = """
    berita import halaman.txt
    berita list status:draft
    berita show 42
    berita add 'Taman Baru Dibuka di Cakung' --section Kota
    berita publish 42 --at 'besok 06.00'
    berita help publish
    """


def command(
    examples: str, kind: type[TyperCommand] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function a command with `examples`, a command line each, for its help."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function.examples = examples  # type: ignore[attr-defined]
        function.command_class = kind or BeritaCommand  # type: ignore[attr-defined]
        return function

    return decorate


class BeritaCommand(TyperCommand):
    """A command whose `--json` may stand alone or take fields, its examples before its options."""

    examples: str = ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; see `_spelt_out` for what is rewritten first."""
        return super().parse_args(ctx, list(self._spelt_out(args)))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Summary, examples, arguments, options: in the order in which people look."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        _write_examples(formatter, self.examples)
        self.format_options(ctx, formatter)

    def _spelt_out(self, args: list[str]) -> Iterator[str]:
        """`--json` alone becomes `--json=`: only by `=` does an optional value belong to it."""
        takes_value = self.valued()
        words = iter(args)
        for word in words:
            if word == "--":
                yield word
                yield from words
            elif word == "--json":
                yield "--json="
            else:
                yield self.reword(word)
                if word in takes_value:
                    yield from _next(words)

    def reword(self, word: str) -> str:
        """One word of the command line as the parser is to see it."""
        return word

    def valued(self) -> set[str]:
        """The options to which the next word belongs; to `--json` only what follows a `=`."""
        options = (p for p in self.params if not getattr(p, "is_flag", True))
        return {opt for p in options for opt in p.opts if opt.startswith("-")} - {"--json"}


class TagCommand(BeritaCommand):
    """`tag` reads `-word` as a tag to remove: it has no short options, not even `-h`."""

    def reword(self, word: str) -> str:
        """Protect `-banjir` from the parser, and leave `--dry-rn` to its mistake."""
        if len(word) > 1 and word[0] == "-" and word[1] != "-":
            return f"--remove={word[1:]}"
        return word

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters without short names: the help must not offer what is read as a tag."""
        found = super().get_params(ctx)
        for each in found:
            each.opts = [name for name in each.opts if name[:1] != "-" or name[:2] == "--"]
        return found


class RelatedCommand(BeritaCommand):
    """`related` takes several articles behind one `--pin`, `--unpin` or `--exclude`."""

    lists = ("--pin", "--unpin", "--exclude")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read `--pin 2 3` as `--pin 2 --pin 3`."""
        return super().parse_args(ctx, list(self._repeated(args)))

    def _repeated(self, args: list[str]) -> Iterator[str]:
        """The option again before each further word, once the article itself is named."""
        words = iter(args)
        option, named = "", False
        for word in words:
            if word.startswith("-"):
                yield word
                option = word if word in self.lists else ""
                if word in self.valued():
                    yield from _next(words)
            elif named and option:
                yield from (option, word)
            else:
                yield word
                option, named = "", True


class LazyGroup(TyperGroup):
    """The program: a command's module is imported only when the command is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's signature
        """The command itself, or None."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the first word; UsageError with a suggestion for an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise unknown_command(args[0])
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Examples, then the commands by group, from the table: no module is imported for it."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        _write_examples(formatter, EXAMPLES)
        for group in GROUPS:
            rows = [
                (name, entry.summary) for name, entry in COMMANDS.items() if entry.group == group
            ]
            with formatter.section(group):
                formatter.write_dl(rows)
        options = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]
        with formatter.section("Options"):
            formatter.write_dl(options)


def unknown_command(name: str) -> UsageError:
    """The error for a command that does not exist, with the nearest one."""
    hint = suggestion(name, COMMANDS, "berita --help lists the commands")
    return UsageError(f"no such command '{cut(name)}'", hint)


def check_action(verb: str, action: str) -> None:
    """Raise UsageError, with the nearest one, for what a command does not know to do."""
    actions = COMMANDS[verb].actions
    if action not in actions:
        raise UsageError(
            f"unknown action '{cut(action)}'" if action else "which action?",
            suggestion(action, actions, f"berita {verb} --help"),
        )


def _write_examples(formatter: Any, examples: str) -> None:
    with formatter.section("Examples"):
        for line in examples.strip().splitlines():
            formatter.write(f"  {line.strip()}\n")


def _next(words: Iterator[str]) -> Iterator[str]:
    for word in words:
        yield word
        return
