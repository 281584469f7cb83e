"""Have a person change a text in their editor; no text is ever lost on the way."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from beritacli.cli.context import Session
from beritacli.cli.drafts import keep_draft
from beritacli.errors import BeritaError, NeedsTerminalError

_JUMP_TO_LINE = ("vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "joe")

Read = TypeVar("Read")


def edit_until_right(
    session: Session, text: str, name: str, use: Callable[[str], Read]
) -> Read | None:
    """Open `text` in the editor and hand the result to `use`; None when it came back unchanged.

    Where `use` refuses it and a person is there, the editor opens again at the
    line that is wrong. In every other case of trouble the text is kept as a
    draft, whose path stands in the hint.
    """
    command = _editor(session)
    line = 0
    current = text
    while True:
        try:
            current, code = _run(command, current, line)
            if code != 0:
                raise BeritaError(
                    f"the editor ended with {code}; nothing was changed",
                    "check EDITOR, or give the fields as flags",
                )
            return use(current) if current != text else None
        except BeritaError as error:
            line = getattr(error, "line", 0) or 0
            if not (session.interactive and _wants_to_go_on(session, error)):
                raise (
                    error if current == text else _with_draft(error, current, name, session)
                ) from None
        except KeyboardInterrupt:
            session.note(f"your text is kept: {keep_draft(current, name, session.now)}")
            raise


def _editor(session: Session) -> list[str]:
    """The words of $VISUAL or $EDITOR, split as a shell does; no shell runs them."""
    text = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not text:
        if not session.interactive:
            raise NeedsTerminalError(
                "no editor is set and nobody can be asked",
                "set EDITOR, or give the fields as flags",
            )
        text = "vi"
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise NeedsTerminalError(
            f"EDITOR cannot be read: {error}", "set EDITOR to a command"
        ) from None
    return words or ["vi"]


def _run(command: list[str], text: str, line: int) -> tuple[str, int]:
    """The text as the editor left it, and the editor's exit code."""
    jump = [f"+{line}"] if line and Path(command[0]).name in _JUMP_TO_LINE else []
    with tempfile.TemporaryDirectory(prefix="berita-") as folder:
        path = Path(folder) / "artikel.md"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        code = _wait_for([*command, *jump, str(path)])
        try:
            return path.read_bytes().decode("utf-8", "surrogateescape"), code
        except OSError:
            return text, code


def _wait_for(command: list[str]) -> int:
    """Run the editor; Ctrl-C is its own affair while it runs, as it is in git."""
    try:
        process = subprocess.Popen(command)  # noqa: S603 - the user's own editor
    except OSError as error:
        raise BeritaError(
            f"could not run the editor '{command[0]}': {error.strerror}", "set EDITOR to a command"
        ) from None
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def _wants_to_go_on(session: Session, error: BeritaError) -> bool:
    session.note(f"Error: {error.message}")
    answer = session.ask("Edit again? [Y/n] ")
    return answer is not None and answer.strip().lower() not in ("n", "no", "tidak")


def _with_draft(error: BeritaError, text: str, name: str, session: Session) -> BeritaError:
    error.hint = f"your text is kept: {keep_draft(text, name, session.now)}"
    return error
