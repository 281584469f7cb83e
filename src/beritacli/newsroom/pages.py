"""Which article an address names: by the path of its source, by its slug, or by its number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, unquote_to_bytes

from beritacli.errors import UsageError
from beritacli.values import Value

PATTERN = "/read/<id>/<slug>"
_DEFAULT = ("/read/<id>/<slug>", "/read/<id>", "<slug>")
_PART = re.compile(r"<(id|slug)>|\*")
_PARTS = {"<id>": "(?P<id>[0-9]{1,18})", "<slug>": "(?P<slug>[^/]+)", "*": "[^/]*"}
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_SLASHES = re.compile("//+")

Address = tuple[int, str, str | None]  # id, slug and source of a record


class Pattern(Value):
    """The shape of article pages: of the path, or of one name in the query (`/?p=<id>`)."""

    path: re.Pattern[str]
    name: str = ""
    kind: str = ""


def patterns_of(text: str) -> tuple[Pattern, ...]:
    """The patterns of a comma list; UsageError for one that names no article.

    The default takes also a page with a number alone, and a slug as the last part
    of any path.
    """
    shapes = [part.strip() for part in text.split(",") if part.strip()]
    if shapes == [PATTERN]:
        shapes = list(_DEFAULT)
    if not shapes:
        raise UsageError("the pattern of article pages is empty", f"such as '{PATTERN}'")
    return tuple(_pattern(shape) for shape in shapes)


def path_and_query(target: bytes) -> tuple[str, str]:
    """The path of an address in one form, and its query: no host, no `%41`, no `//`, no end `/`."""
    text = target.decode("latin-1")
    origin = _ORIGIN.match(text)
    text = text[origin.end() :] if origin else text
    path, _, query = text.partition("#")[0].partition("?")
    decoded = unquote_to_bytes(path.encode("latin-1")).decode("utf-8", "replace")
    return _SLASHES.sub("/", f"/{decoded}").rstrip("/").casefold() or "/", query


class Pages:
    """Finds the article of an address; `addresses` are those of the records."""

    def __init__(self, addresses: Iterable[Address], patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._ids: set[int] = set()
        self._slugs: dict[str, int] = {}
        self._paths: dict[str, int] = {}
        for id, slug, source in addresses:
            self._ids.add(id)
            self._slugs[slug] = id
            if source and ("://" in source or source.startswith("/")):
                path, query = path_and_query(source.encode())
                if path != "/" and not query:
                    self._paths.setdefault(path, id)

    def find(self, target: bytes) -> int | None:
        """The article of a page: its id, 0 for one that is not in the store, None for other pages.

        The number in a path is the site's, and need not be ours: it decides only
        where no slug stands beside it.
        """
        path, query = path_and_query(target)
        id = self._paths.get(path)
        if id is not None:
            return id
        page = False
        for pattern in self._patterns:
            named = _named(pattern, path, query)
            if named is None:
                continue
            slug, number = named
            id = self._slugs.get(slug) if slug else self._numbered(int(number))
            if id is not None:
                return id
            page = page or bool(number) or pattern.path.pattern != _ANYWHERE
        return 0 if page else None

    def _numbered(self, id: int) -> int | None:
        return id if id in self._ids else None


def _named(pattern: Pattern, path: str, query: str) -> tuple[str, str] | None:
    """The slug and the number in an address, '' for none; None where it has another shape."""
    match = pattern.path.fullmatch(path)
    if match is None:
        return None
    if pattern.name:
        values = parse_qs(query, errors="replace").get(pattern.name, [""])
        value = values[0].strip().casefold()
        if not value or (pattern.kind == "id" and not re.fullmatch("[0-9]{1,18}", value)):
            return None
        return ("", value) if pattern.kind == "id" else (value, "")
    groups = match.groupdict()
    return groups.get("slug") or "", groups.get("id") or ""


_ANYWHERE = f"(?:/[^/]*)*/{_PARTS['<slug>']}"


def _pattern(shape: str) -> Pattern:
    if shape == "<slug>":
        return Pattern(re.compile(_ANYWHERE))
    path, _, query = shape.partition("?")
    marks = [mark[0] for mark in _PART.finditer(path)]
    named = [mark for mark in marks if mark != "*"]
    asked = re.fullmatch(r"([\w.-]+)=<(id|slug)>", query)
    wrong = not path.startswith("/") or len(set(named)) != len(named)
    if wrong or bool(named) == bool(asked) or (query and not asked):
        raise UsageError(
            f"'{shape[:60]}' is no pattern of article pages",
            f"such as '{PATTERN}', '/berita/*/<slug>' or '/index.php?p=<id>'",
        )
    texts = _PART.split(path.casefold().rstrip("/") if path != "/" else "/")
    said = "".join(re.escape(text) + _PARTS.get(mark, "") for text, mark in
                   zip(texts[::2], [*marks, ""], strict=True))  # fmt: skip
    name, kind = (asked[1], asked[2]) if asked else ("", "")
    return Pattern(re.compile(said), name, kind)
