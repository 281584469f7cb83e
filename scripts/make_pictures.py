"""Draw docs/pictures from the program: what it prints at a terminal, recorded by Rich as SVG.

Every picture is a real run on a pseudo-terminal, on the page in examples, whose
names and events are fiction. With --check nothing is written; a picture that is
out of date is named and the exit code is 1.
"""

from __future__ import annotations

import fcntl
import os
import pty
import shlex
import subprocess
import sys
import tempfile
import termios
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
NOW = "2026-03-02T09:30:00+07:00"

# What is done before the pictures are drawn, and each picture: its width, and its commands.
BEFORE = """
import examples/halaman.txt
edit 2 3 4 --section 'Bang Jaki'
edit 5 6 8 --section Pesisir
edit 3 --date 'kemarin 16.20'
edit 4 --date 'hari ini 07.45'
add 'Pintu Air Karet Ditutup Kembali' --section Pesisir --tag banjir
edit 10 --body 'Pintu air, Senin (3/3), ditutup. "Air surut disekitar kanal,” kata petugas.'
edit 10 --reporter 'Rani Wulandari' --editor 'Dodi Pranata'
publish 10 --at 'besok 06.00'
add 'Tarif Kapal Wisata Ditinjau Lagi' --section Pesisir --reporter 'Sari Utami' --status review
"""
PICTURES = {
    "list": (92, "berita list"),
    "page": (80, "berita show 1"),
    "section": (72, "berita list --section 'Bang Jaki'"),
    "related": (80, "berita related 1 --explain -n 2"),
    "shift": (72, "berita stats --shift"),
    "check": (76, "berita check 10"),
    "edit": (84, "berita tag 'title:panen' +kebun -kota --dry-run"),
}
THEME = TerminalTheme(
    (252, 252, 250),
    (44, 44, 52),
    [
        (44, 44, 52),
        (178, 36, 48),
        (30, 120, 62),
        (150, 104, 0),
        (36, 86, 160),
        (134, 58, 140),
        (0, 118, 132),
        (120, 120, 128),
    ],
)
# Rich's own frame without its fonts from the network: a page with it asks nobody for anything.
FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" class="rich-terminal">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
 font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-family: system-ui, sans-serif; font-size: 18px; }}
{styles}
</style>
<defs>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g></g>
</svg>
"""


def main() -> int:
    """Draw every picture, or with --check name those that are out of date."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        for line in BEFORE.strip().splitlines():
            _run([*_program(), *shlex.split(line)], Path(folder), 80)
        drawn = {
            FOLDER / f"{name}.svg": _drawn(name, *picture, Path(folder))
            for name, picture in PICTURES.items()
        }
    stale = [path for path, svg in drawn.items() if not path.exists() or path.read_text() != svg]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: python scripts/make_pictures.py")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(drawn[path], encoding="utf-8")
        print(f"{path.relative_to(ROOT)} written")
    return 0


def _program() -> list[str]:
    return [sys.executable, "-m", "beritacli", "--db", "berita.json"]


def _drawn(name: str, width: int, command: str, folder: Path) -> str:
    """The SVG of one run."""
    words = shlex.split(command)[1:]
    text = Text.from_ansi(_run([*_program(), *words, "--no-pager"], folder, width))
    console = Console(
        record=True, width=width, file=StringIO(), force_terminal=True, color_system="standard",
        legacy_windows=False, _environ={},
    )  # fmt: skip
    console.print(Text(f"$ {command}", style="dim"))
    console.print(text, end="")
    return console.export_svg(title=command, theme=THEME, code_format=FRAME, unique_id=f"b-{name}")


def _run(words: list[str], folder: Path, width: int) -> str:
    """What a command prints on a terminal of `width` columns; stderr is left out."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (50, width))
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST  # a line ends with LF alone
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    own = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    if "PYTHONPATH" in os.environ:
        own["PYTHONPATH"] = os.environ["PYTHONPATH"]
    process = subprocess.Popen(  # noqa: S603 - this very program
        words, cwd=folder, stdin=slave, stdout=slave, stderr=subprocess.PIPE,
        env={**own, "BERITA_NOW": NOW},
    )  # fmt: skip
    os.close(slave)
    fcntl.fcntl(master, fcntl.F_SETFL, 0)
    said = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        said += part
    os.close(master)
    _, wrong = process.communicate()
    if process.returncode:
        raise SystemExit(f"{shlex.join(words)}: {wrong.decode()}")
    return said.decode()


if __name__ == "__main__":
    sys.exit(main())
