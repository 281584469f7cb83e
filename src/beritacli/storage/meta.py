"""Line 1 of the store: the table `meta`, which says whose records follow, and how they go on."""

from __future__ import annotations

from typing import Any

from beritacli.domain.jsontext import dumps
from beritacli.errors import DamagedError
from beritacli.patterns import pattern
from beritacli.storage.migrations import SCHEMA
from beritacli.values import Value

ARTICLES, VIEWS, META = "articles", "views", "meta"
MERGE_MARKS = (b"<<<<<<< ", b"=======", b">>>>>>> ")  # lines that git leaves in a conflict
MERGE = "git left the marks of a merge that it could not finish"
_HEX = pattern(r"[0-9a-f]{16,64}")


class OtherLayoutError(Exception):
    """The file does not have one document a line as we write it."""


class Meta(Value):
    """Line 1 of the store: which store, which history, which id comes next."""

    store: str
    sequence: int
    state: str
    next_id: int
    schema: int = SCHEMA

    def to_document(self) -> dict[str, Any]:
        """The document in the table `meta`."""
        return {
            "schema": self.schema,
            "store": self.store,
            "sequence": self.sequence,
            "state": self.state,
            "next_id": self.next_id,
        }


def encode_meta(meta: Meta) -> bytes:
    """Line 1 of the store file."""
    return dumps({META: {"1": meta.to_document()}})[:-1].encode() + b",\n"


def read_meta(root: Any, name: str) -> Meta:
    """Line 1 of a parsed store; raises DamagedError for one that is no store of berita."""
    try:
        row = root[META]["1"]
        schema = row["schema"]
    except (TypeError, KeyError):
        raise damaged(
            f"{name} is not a store of berita: it has no table 'meta'",
            f"to take over its records: berita --db NEW.json import {name}",
        ) from None
    if not _whole(schema) or schema < 1:
        raise damaged(f"{name} line 1: the schema version {schema!r} is no number from 1")
    if schema > SCHEMA:
        raise DamagedError(
            f"{name} was written by a newer berita (schema {schema}, this one knows {SCHEMA})",
            "install a newer berita; the file has not been touched",
        )
    hexadecimal = (
        isinstance(row.get(key), str) and _HEX.fullmatch(row[key]) for key in ("store", "state")
    )
    if not all(hexadecimal) or not (_whole(row.get("sequence")) and _whole(row.get("next_id"))):
        raise damaged(f"{name} line 1: store, state, sequence or next_id is missing or wrong")
    return Meta(row["store"], row["sequence"], row["state"], row["next_id"], schema)


def damaged(message: str, hint: str = "") -> DamagedError:
    """What is said of a store that cannot be read."""
    return DamagedError(message, hint or "nothing was changed; berita doctor says what can be done")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
