"""Where the program starts and ends, both with as little to do as there is.

What a shell asks at every Tab is answered without Typer.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from beritacli.cli.streams import buffer_stdout, open_missing

# Objects between two searches for garbage cycles. A short command makes none, yet spent
# a tenth of its time on them; a long one is still kept clean.
_RARELY = 100_000


def run() -> NoReturn:
    """Run the program with the words of the command line and exit."""
    gc.set_threshold(_RARELY)
    open_missing()
    buffer_stdout()
    _leave(answer(sys.argv[1:]))


def answer(words: list[str]) -> int:
    """What a command line is answered, as its exit code."""
    if words[:3] == ["completion", "words", "--"]:
        from beritacli.cli.completing import answer as complete  # noqa: PLC0415 - one of two

        return complete(words[3:])
    from beritacli.cli.main import main  # noqa: PLC0415 - the same

    return main(words)


def _leave(code: int) -> NoReturn:
    """Close what asked for it, write what is buffered, and end.

    Python would then take every module apart, which takes a sixth of a short command.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no public name for it
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
