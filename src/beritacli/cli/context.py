"""One invocation: its flags, the person at the terminal, and what it may write."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer

from beritacli.cli.options import CommonFlags, PeriodFlags, TargetFlags, WriteFlags
from beritacli.cli.parts import Parts
from beritacli.cli.streams import is_terminal, read_stdin, write_note, write_talk
from beritacli.config.settings import HOOKS
from beritacli.domain.changes import Plan
from beritacli.domain.refs import read_refs
from beritacli.errors import UsageError
from beritacli.newsroom.desk import Approval, Desk
from beritacli.newsroom.targets import Filters, Target

if TYPE_CHECKING:
    from beritacli.cli.progress import Progress
    from beritacli.hooks.programs import Programs
    from beritacli.storage.tinydb_store import TinyDBStore


class Session(Parts):
    """One invocation: what the flags, the environment and the files say together."""

    def __init__(self, ctx: typer.Context, flags: CommonFlags) -> None:
        outer = ctx.obj if isinstance(ctx.obj, CommonFlags) else CommonFlags()
        self.flags = CommonFlags(
            db=flags.db or outer.db,
            profile=outer.profile if flags.profile is None else flags.profile,
            no_input=flags.no_input or outer.no_input or bool(os.environ.get("BERITA_NO_INPUT")),
            color=flags.color or outer.color,
            no_pager=flags.no_pager or outer.no_pager,
            quiet=flags.quiet or outer.quiet,
        )
        super().__init__(self.flags.db, self.flags.profile)
        ctx.call_on_close(self.close)

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked."""
        return not self.flags.no_input and is_terminal(sys.stdin) and is_terminal(sys.stderr)

    def reading_desk(self) -> Desk:
        """A desk for reading; says so where there is no store."""
        repository = self.repository()
        self._say_missing(repository)
        config = self.config
        return Desk(repository, self.now, saved=config.queries, settings=config.values)

    def progress(self, done: int, total: int) -> None:
        """Tell a person who waits how far a long read is."""
        self._reading(done, total)

    @cached_property
    def _reading(self) -> Progress:
        from beritacli.cli.progress import Progress  # noqa: PLC0415 - few reads take long

        return Progress("Reading", quiet=self.flags.quiet)

    def waiting(self, doing: str) -> AbstractContextManager[None]:
        """Tell a person how long the block takes, where that is not counted."""
        from beritacli.cli.progress import waiting  # noqa: PLC0415 - few reads take long

        return waiting(doing, quiet=self.flags.quiet)

    def columns(self, titles: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
        """Rows of text: aligned under `titles` at a terminal, tab-separated in a pipe."""
        from beritacli.render import plain  # noqa: PLC0415 - render is loaded by what prints

        if not is_terminal(sys.stdout):
            return plain.tab_separated(lines)
        return plain.aligned([titles, *lines], shutil.get_terminal_size().columns)

    def writing_desk(self, flags: WriteFlags, *, creates: bool = False) -> Desk:
        """A desk for writing; only what `creates` may make a store."""
        repository = self.repository()
        if not repository.exists() and creates and not flags.dry_run and not self.is_named:
            self.store.parent.mkdir(parents=True, exist_ok=True)
        if not creates:
            self._say_missing(repository)
        if not flags.dry_run:
            self._opened.callback(self.expire_readers)
        approval = Approval(flags.yes, flags.allow_mass, self._ask if self.interactive else None)
        who = self.config["desk.user"] or _login()
        return Desk(
            repository,
            self.now,
            who,
            _command_line(),
            flags.dry_run,
            approval,
            self.config.queries,
            self.config.values,
            self._hooks(),
            self.waiting,
        )

    def _say_missing(self, repository: TinyDBStore) -> None:
        if repository.exists():
            return
        if repository.paths.log.exists():
            self.note(
                f"{self.store} is missing beside its log: berita doctor says what can be done"
            )
        else:
            self.note(f"there is no store at {self.store} yet: berita add makes it")

    def _hooks(self) -> Programs | None:
        """The hooks, where the settings name any."""
        named = any(self.config[f"hooks.{hook}"] for hook in HOOKS)
        return self.hooks() if named else None

    def note(self, text: str) -> None:
        """Say something on stderr, unless --quiet."""
        if not self.flags.quiet:
            write_talk(text)

    def _ask(self, question: str, plan: Plan) -> bool:
        from beritacli.cli.printing import place  # noqa: PLC0415 - only when somebody is asked
        from beritacli.render.terminal import changes  # noqa: PLC0415 - the same

        write_note(changes(plan, place(self, sys.stderr)))
        return self.agrees(question)

    def agrees(self, question: str) -> bool:
        """Whether a person says yes; the end of input is a no."""
        answer = self.ask(f"{question} [y/N] ") or ""
        return answer.strip().lower() in ("y", "yes", "ya")

    def ask(self, prompt: str) -> str | None:
        """Put a question on stderr and read one line; None at the end of input."""
        line = ""
        try:
            sys.stderr.write(prompt)
            sys.stderr.flush()
            line = sys.stdin.buffer.readline().decode("utf-8", "surrogateescape")
        finally:
            if not line:  # Ctrl-C and Ctrl-D leave the question's line open
                write_note("")
        return line.rstrip("\r\n") if line else None


def target(flags: TargetFlags, chosen: Filters) -> Target:
    """The target of a verb; `-` reads references from stdin."""
    words = tuple(flags.words or ())
    if "-" in words:
        if words != ("-",) or chosen or flags.everything:
            raise UsageError(
                "'-' reads the target from stdin: nothing can stand beside it",
                "berita list QUERY --ids | berita tag - +x",
            )
        words = read_refs(read_stdin())
        if not words:
            raise UsageError("stdin named no article", "berita list QUERY --ids | berita tag - +x")
        return Target(words, references=True)
    if flags.everything and (words or chosen):
        raise UsageError("--all and a target contradict each other", "give one of them")
    return Target(words, chosen, flags.everything)


def filters_of(flags: PeriodFlags) -> Filters:
    """The filters of a command's filter flags."""
    given: dict[str, Any] = {
        name: value for name, value in vars(flags).items() if value is not None
    }
    return Filters(**given)


def _login() -> str:
    user = os.environ.get("USER") or os.environ.get("LOGNAME") or f"uid {os.getuid()}"
    return f"{user}@{os.uname().nodename}"


def _command_line() -> str:
    """The words of the command, for the log; long ones cut."""
    import shlex  # noqa: PLC0415 - only for writes

    return shlex.join(word if len(word) <= 200 else f"{word[:200]}…" for word in sys.argv[1:])
