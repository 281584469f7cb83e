"""What the system tells of the file system that a store lies on."""

from __future__ import annotations

from pathlib import Path


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on, '' where the system does not tell."""
    try:
        rows = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for row in rows:
        before, _, after = row.partition(" - ")
        point = before.split()[4].replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, after.split()[0]
    return kind
