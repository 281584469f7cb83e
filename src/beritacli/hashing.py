"""SHA-256 of documents and of lines of the log.

To load OpenSSL takes longer than to hash the few texts of a short command, for which
Python has code of its own. That takes four times as long for each byte, so whoever
hashes many texts goes over to OpenSSL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import repeat
from typing import Any, cast

_FEW = 200  # texts


def sha256(data: bytes) -> Any:
    """As `hashlib.sha256`."""
    return _next()(data)


def _makers() -> Iterator[Callable[[bytes], Any]]:
    yield from repeat(_own(), _FEW)
    from hashlib import sha256  # noqa: PLC0415 - the reason for this module

    yield from repeat(sha256)


def _own() -> Callable[[bytes], Any]:
    """Where Python keeps its own code; the standard module `random` does the same."""
    for name in ("_sha2", "_sha256"):
        with suppress(ImportError):
            return cast("Callable[[bytes], Any]", import_module(name).sha256)
    from hashlib import sha256  # noqa: PLC0415 - a Python without it

    return sha256


_next = _makers().__next__
