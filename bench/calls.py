"""How often a command asks the system to sync, rename and copy, as strace counts it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

TRACED = ("fsync", "fdatasync", "rename", "copy_file_range")
_CALL = re.compile(rf"^(?:\d+ +)?({'|'.join(TRACED)})\(", re.MULTILINE)


def calls_of(words: Sequence[str], cwd: Path) -> Counter[str] | None:
    """How often a command makes each of the calls `TRACED`; None where strace is missing."""
    strace = shutil.which("strace")
    if strace is None:
        return None
    with NamedTemporaryFile("r", suffix=".strace") as told:
        trace = [strace, "-f", "-o", told.name, "-e", f"trace={','.join(TRACED)}"]
        subprocess.run([*trace, *words], cwd=cwd, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the bench's own words
        return Counter(_CALL.findall(Path(told.name).read_text()))


def table_of_calls(counted: Mapping[str, Counter[str]]) -> list[str]:
    """The counts by command, as the lines of a table of Markdown."""
    lines = [f"| system calls | {' | '.join(TRACED)} |", "|---" * (len(TRACED) + 1) + "|"]
    for name, calls in counted.items():
        lines.append(f"| {name} | {' | '.join(str(calls[call]) for call in TRACED)} |")
    return lines
