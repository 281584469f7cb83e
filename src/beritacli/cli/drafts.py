"""What a person typed is never lost: drafts are kept as files, and their paths told."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path

from beritacli.config import user_folder


def drafts_folder() -> Path:
    """Where drafts are kept."""
    return user_folder(os.environ, "XDG_STATE_HOME", ".local/state") / "drafts"


def keep_draft(text: str, name: str, now: datetime) -> Path:
    """Write `text` to a new file in the user's state folder and return its path.

    Falls back to the folder for temporary files where that one cannot be
    written.
    """
    folder = drafts_folder()
    prefix = f"{now:%Y%m%dT%H%M%S}-{name}-"
    data = text.encode("utf-8", "surrogateescape")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _write(data, prefix, folder)
    except OSError:
        return _write(data, f"berita-{prefix}", Path(tempfile.gettempdir()))


def _write(data: bytes, prefix: str, folder: Path) -> Path:
    descriptor, path = tempfile.mkstemp(suffix=".md", prefix=prefix, dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Path(path)
