"""Where the program starts: what a shell asks at every Tab is answered without Typer."""

from __future__ import annotations

import sys

from beritacli.cli.streams import open_missing


def run() -> None:
    """Run the program with the words of the command line and exit."""
    open_missing()
    words = sys.argv[1:]
    if words[:3] == ["completion", "words", "--"]:
        from beritacli.cli.completing import answer  # noqa: PLC0415 - one of the two is loaded

        sys.exit(answer(words[3:]))
    from beritacli.cli.main import main  # noqa: PLC0415 - the same

    sys.exit(main(words))
