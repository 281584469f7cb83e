"""Pages longer than the screen go through a pager, as git does it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping

from beritacli.cli.streams import write_out
from beritacli.render.output import Place
from beritacli.render.visible import encodable

NONE = ("", "cat")  # no pager at all


def pager_command(setting: str, environ: Mapping[str, str]) -> str:
    """The pager: what the setting names, else PAGER, else less; '' for none."""
    if setting == "never" or environ.get("TERM", "") in ("", "dumb"):
        return ""
    command = environ.get("PAGER", "less") if setting == "auto" else setting
    return "" if command.strip() in NONE else command


def write_page(text: str, place: Place) -> None:
    """Print a page for a person, through the pager where it is longer than the screen."""
    if not place.pager or text.count("\n") < place.height or not _paged(text, place.pager):
        write_out(text)


def _paged(text: str, command: str) -> bool:
    """Hand `text` to the pager and wait for it; whether it could be run."""
    import shlex  # noqa: PLC0415 - only for long pages
    import subprocess  # noqa: PLC0415 - the same

    # less: end at once where all fits, let colours through, leave the text on the screen.
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    encoding = sys.stdout.encoding or "utf-8"
    try:
        process = subprocess.Popen(  # noqa: S603 - the person's own pager
            shlex.split(command), stdin=subprocess.PIPE, env=environment
        )
    except (OSError, ValueError, IndexError):
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's
    try:
        process.communicate(encodable(text, encoding).encode(encoding))
    finally:
        signal.signal(signal.SIGINT, before)
    return process.returncode not in (126, 127)  # what env and sh say of a missing program
