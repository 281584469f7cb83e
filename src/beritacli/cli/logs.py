"""Access logs of a command line, opened one after the other."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import IO, Any

from beritacli.cli.context import Session
from beritacli.cli.progress import Progress
from beritacli.cli.streams import open_stdin
from beritacli.errors import ValidationError
from beritacli.formats.accesslog import lines_of
from beritacli.formats.files import open_packed, unpacked, unread
from beritacli.newsroom.tallying import Log

_UNLIMITED = 1 << 62  # logs are read piece by piece, however long they are


class Logs:
    """The logs that `names` name, `-` being stdin; how far the reading is stands on stderr."""

    def __init__(self, session: Session, names: Sequence[str]) -> None:
        self._session = session
        self._names = names
        self._progress = Progress("reading logs, KB", quiet=session.flags.quiet)
        self._total = sum(map(_size, names))
        self._before = 0  # bytes of the logs that are done

    def __iter__(self) -> Iterator[Log]:
        for name in self._names:
            said = "stdin" if name == "-" else name
            packed = open_stdin() if name == "-" else open_packed(name)
            with unpacked(packed, said, _UNLIMITED) as stream:
                yield Log(said, self._lines(said, packed, stream))
            self._before += _size(name)

    def _lines(
        self, said: str, packed: IO[bytes], stream: BufferedReader[Any]
    ) -> Iterator[tuple[list[bytes], bool]]:
        """The lines of a log; of damaged gzip those before the damage."""
        try:
            yield from lines_of(stream, lambda: self._advanced(packed))
        except ValidationError as error:
            self._session.note(f"Warning: {error.message}; the lines before that are read")
        except OSError as error:
            raise unread(said, error) from None

    def _advanced(self, packed: IO[bytes]) -> None:
        at = self._before + (packed.tell() if packed.seekable() else 0)
        self._progress(at >> 10, self._total >> 10)


def _size(name: str) -> int:
    """The bytes of a log as it stands on disk; 0 where that is not known."""
    try:
        return os.path.getsize(name) if name != "-" else 0  # noqa: PTH202
    except OSError:
        return 0
