"""What stands in the fields of all records: their values, sections and headlines."""

from __future__ import annotations

from collections.abc import Sequence

from beritacli.domain.article import BIN
from beritacli.index.guarded import Guarded
from beritacli.indonesian.text import fold

_COLUMNS = {
    "section": ("section", "section_f"),
    "reporter": ("reporter", "reporter_f"),
    "editor": ("editor", "editor_f"),
}


class Overview:
    """Asks `index`; the answers of `ports.Snapshot` with ids in the place of records."""

    def __init__(self, index: Guarded) -> None:
        self._index = index

    def knows(self, field: str, value: str) -> bool | None:
        """Whether a record has this value of a field; None where none has any."""
        table, column = ("tags", "tag_f") if field == "tag" else ("articles", _COLUMNS[field][1])
        sql = f"SELECT 1 FROM {table} WHERE {column}"  # noqa: S608 - fixed names
        if self._index.one(f"{sql} = ? LIMIT 1", fold(value)):
            return True
        return False if self._index.one(f"{sql} IS NOT NULL LIMIT 1") else None

    def values(self, field: str, start: str) -> Sequence[tuple[str, int]]:
        """The values of a field that begin with `start`, the most used first."""
        lowest, behind = fold(start), _behind(fold(start))
        if field == "tag":
            sql = """SELECT tag, count(DISTINCT id) FROM tags JOIN articles USING (id)
                WHERE tag_f >= ? AND tag_f < ? AND status != ?
                GROUP BY tag ORDER BY 2 DESC, tag_f"""
        else:
            written, folded = _COLUMNS[field]
            sql = f"""SELECT {written}, count(*) FROM articles
                WHERE {folded} >= ? AND {folded} < ? AND status != ?
                GROUP BY {written} ORDER BY 2 DESC, {folded}"""  # noqa: S608 - fixed names
        return [(value, count) for value, count in self._index.rows(sql, lowest, behind, BIN)]

    def sections(self) -> Sequence[tuple[int, int]]:
        """The newest record of every section, and how many it has; the largest first."""
        sql = """SELECT (SELECT id FROM articles AS b
                WHERE b.section_f = a.section_f AND b.status != ?
                ORDER BY newest DESC, id DESC LIMIT 1), count(*)
            FROM articles AS a WHERE section_f IS NOT NULL AND status != ?
            GROUP BY section_f ORDER BY 2 DESC, section_f"""
        return [(id, count) for id, count in self._index.rows(sql, BIN, BIN)]

    def headlines(self, start: str, limit: int) -> Sequence[tuple[int, str, str]]:
        """Id, slug and headline of the newest records whose id or slug begins with `start`."""
        if not start or start.isdigit():
            said, parameters = "CAST(id AS TEXT) GLOB ?", [f"{start}*"]
        else:
            said, parameters = "slug >= ? AND slug < ?", [start, _behind(start)]
        sql = f"""SELECT id, slug, title FROM articles WHERE {said} AND status != ?
            ORDER BY newest DESC, id DESC LIMIT ?"""  # noqa: S608 - fixed names
        return list(self._index.rows(sql, *parameters, BIN, limit))


def _behind(prefix: str) -> str:
    """A text behind every text that begins with `prefix`."""
    return prefix + "\U0010ffff"
