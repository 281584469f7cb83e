"""`berita completion`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from beritacli.cli.command import check_action, command
from beritacli.cli.completing import SHELLS
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags
from beritacli.cli.picking import keys_asked, write_json
from beritacli.cli.streams import write_out
from beritacli.config import user_folder
from beritacli.config.editing import write_file
from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion

KEYS = ("shell", "script")
_NEW_SHELL = "it works in a new shell"
_LOADED = {"bash": f"{_NEW_SHELL} with bash-completion; without it, source the file in ~/.bashrc"}


@command(
    """
    berita completion install
    berita completion install zsh --dry-run
    berita completion show bash > ~/.local/share/bash-completion/completions/berita
    """
)
def completion(
    ctx: typer.Context,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="install or show.")],
    common: CommonFlags,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[SHELL]", help="bash, zsh or fish; else yours.")
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="The script as JSON.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written; write nothing.")
    ] = False,
    yes: Annotated[  # noqa: ARG001 - every verb that writes takes it
        bool, typer.Option("--yes", help="Nothing is asked here.")
    ] = False,
) -> None:
    """Complete commands, options, articles, tags and fields with the Tab key.

    `install` writes the script where the shell finds it, for zsh with a line in
    ~/.zshrc; `show` prints it.
    """
    check_action("completion", action)
    keys = keys_asked(json, KEYS)
    shell = _shell(words or [])
    script = (Path(__file__).parent / "scripts" / f"berita.{shell}").read_text(encoding="utf-8")
    session = Session(ctx, common)
    if action == "install":
        for path, text in _files(shell, script):
            if not dry_run:
                write_file(path, text)
            session.note(f"{'would write' if dry_run else 'written'}: {path}")
        session.note("dry run: nothing was written" if dry_run else _LOADED.get(shell, _NEW_SHELL))
    if json is not None:
        write_json([{"shell": shell, "script": script}], keys)
    elif action == "show":
        write_out(script)


def _shell(words: list[str]) -> str:
    if len(words) > 1:
        raise UsageError(f"one shell is wanted, and {len(words)} are given")
    name = words[0] if words else Path(os.environ.get("SHELL", "")).name
    if not name:
        raise UsageError("which shell? SHELL is not set", "berita completion install bash")
    if name not in SHELLS:
        hint = suggestion(name, SHELLS) if words else "berita completion install bash"
        raise UsageError(f"no completion for the shell '{cut(name)}'", hint)
    return name


def _files(shell: str, script: str) -> list[tuple[Path, str]]:
    """What installation writes: the script and, for zsh, the line that finds it."""
    data = user_folder(os.environ, "XDG_DATA_HOME", ".local/share").parent
    if shell == "bash":
        return [(data / "bash-completion" / "completions" / "berita", script)]
    if shell == "fish":
        folder = user_folder(os.environ, "XDG_CONFIG_HOME", ".config").parent / "fish"
        return [(folder / "completions" / "berita.fish", script)]
    path = data / "berita" / "berita.zsh"
    files = [(path, script)]
    start = Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    text = start.read_text(encoding="utf-8") if start.exists() else ""
    line = f"(( $+functions[compdef] )) || {{ autoload -Uz compinit; compinit }}; source '{path}'"
    if line not in text:
        gap = "" if text.endswith("\n") or not text else "\n"
        files.append((start, f"{text}{gap}{line}\n"))
    return files
