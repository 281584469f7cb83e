"""The YAML of front matter, and nothing more of YAML than that.

Every scalar is the text that stands there (`no` stays `no`, a date stays text);
an empty one is None. Aliases, anchors, tags, duplicate keys and deep nesting
are refused: an article needs none of them, and they have surprised many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beritacli.domain.jsontext import dumps
from beritacli.errors import ValidationError

MAX_CHARACTERS = 4 << 20
_MAX_DEPTH = 4
_MAX_EVENTS = 100_000  # of the parser, some two per value: about a second
# What other readers of YAML take for a number, a date or yes and no.
_TYPED = re.compile(
    r"[0-9][0-9._:+-]*(?:e[+-]?[0-9]+)?|0[xo][0-9a-f]+|true|false|yes|no|on|off|y|n", re.IGNORECASE
)
_PLAINLY = {
    "mapping values are not allowed here": "a text that holds ': ' must stand in quotation marks",
    "found character '\\t' that cannot start any token": "a tab stands where spaces belong",
}
_NULLS = ("", "~", "null", "Null", "NULL")
_PLAIN = re.compile(r"[^\W_](?:(?:[\w .,()/+%&’“”–-]|:(?=\S))*[\w.)’”%])?")
_TEXT_LINE = re.compile(
    r"( *)(title|section|reporter|editor|dateline|caption|credit|quote|source):[ \t]+(\S.*?)[ \t]*"
)
_FIRST = "[]{}&*!|>%@`#,?-:'\""  # signs with which YAML begins something else than a text
_SPECIAL = re.compile(r":(?=\s|$)|\s#")  # what ends a text within it
_QUOTED = re.compile(r"""\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[|>][+-]?""")
_BEYOND_YAML = re.compile("[\ufffe\uffff]")


class DocumentError(ValidationError):
    """A document that cannot be read; `line` says where, from 1."""

    def __init__(self, message: str, line: int, hint: str = "") -> None:
        super().__init__(message, hint)
        self.line = line


def parse_yaml(text: str, place: str, first_line: int = 1) -> dict[str, Any]:
    """The mapping of `text`: keys to text, None, lists and mappings of these.

    `first_line` is the number of its first line for DocumentError, which this raises.
    """
    import yaml  # noqa: PLC0415 - loaded only when used

    if len(text) > MAX_CHARACTERS:
        raise DocumentError(f"{place}: the front matter is too long", first_line)
    try:
        value = _Builder(yaml.parse(text, Loader=yaml.SafeLoader), place, first_line).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "not YAML"
        problem = _PLAINLY.get(problem, problem)
        raise DocumentError(f"{place}, line {line}: {problem}", line) from None
    if not isinstance(value, dict):
        raise DocumentError(f"{place}: the front matter must be lines of 'key: value'", first_line)
    return value


def parse_toml(text: str, place: str, first_line: int = 1) -> dict[str, Any]:
    """The same of TOML, which Hugo writes between lines `+++`."""
    import tomllib  # noqa: PLC0415 - loaded only when used

    try:
        return {key: _as_text(value) for key, value in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"(.*) \(at line (\d+)", str(error))
        line = first_line + int(found[2]) - 1 if found else first_line
        reason = found[1] if found else "not TOML"
        raise DocumentError(f"{place}, line {line}: {reason}", line) from None


def _as_text(value: Any) -> Any:
    """A value of TOML with every scalar as the text that YAML would give."""
    if isinstance(value, dict):
        return {key: _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_typed(lines: Sequence[str]) -> list[str]:
    """Lines of fields as a person types them: `title: Rob: #Siaga` is a headline.

    YAML has another meaning for such signs, or none, and would lose `#Siaga`.
    """
    following = (*lines[1:], "")
    return [_meant(line, after) for line, after in zip(lines, following, strict=True)]


def _meant(line: str, after: str) -> str:
    found = _TEXT_LINE.fullmatch(line)
    if not found or after.startswith(f"{found[1]} "):  # a text of several lines
        return line
    value = found[3]
    special = value[0] in _FIRST or _SPECIAL.search(value)
    is_yaml = not special or _QUOTED.fullmatch(value)
    return line if is_yaml else f"{found[1]}{found[2]}: {_scalar(value)}"


def write_yaml(values: Mapping[str, Any]) -> str:
    """`values` as YAML, one key a line, an empty one as `key:`."""
    return "".join(_lines(values, ""))


def _lines(values: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{key}:\n", *_lines(value, f"{indent}  ")]
        elif isinstance(value, list):
            lines.append(
                f"{indent}{key}: [{', '.join(_scalar(item, flow=True) for item in value)}]\n"
            )
        else:
            lines.append(f"{indent}{key}: {_scalar(value)}".rstrip() + "\n")
    return lines


def _scalar(value: Any, *, flow: bool = False) -> str:
    if value is None:
        return ""
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text not in _NULLS and "\n" not in text
    typed = isinstance(value, str) and _TYPED.fullmatch(text)
    if plain and not typed and not (flow and "," in text):
        return text
    return _BEYOND_YAML.sub(lambda match: f"\\u{ord(match.group()):04x}", dumps(text))


class _Builder:
    """Builds plain values from the events of the YAML parser."""

    def __init__(self, events: Any, place: str, first_line: int) -> None:
        self._events = self._counted(events)
        self._place = place
        self._first_line = first_line

    def document(self) -> Any:
        """The one document of the stream; {} for an empty one."""
        next(self._events)  # the stream begins
        if type(next(self._events)).__name__ == "StreamEndEvent":
            return {}
        value = self._value(next(self._events), 0)
        next(self._events)  # the document ends
        after = next(self._events)
        if type(after).__name__ != "StreamEndEvent":
            raise self._refused("a second YAML document", after)
        return value

    def _value(self, event: Any, depth: int) -> Any:
        kind = type(event).__name__
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise self._refused("aliases and anchors are not allowed", event)
        if getattr(event, "tag", None) not in (None, "!") or depth > _MAX_DEPTH:
            raise self._refused("tags and deep nesting are not allowed", event)
        if kind == "ScalarEvent":
            return None if event.style is None and event.value in _NULLS else event.value
        return self._list(depth) if kind == "SequenceStartEvent" else self._mapping(depth)

    def _list(self, depth: int) -> list[Any]:
        items = []
        while type(event := next(self._events)).__name__ != "SequenceEndEvent":
            items.append(self._value(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while type(event := next(self._events)).__name__ != "MappingEndEvent":
            key = self._value(event, depth + 1)
            if not isinstance(key, str) or key in values:
                raise self._refused(f"the key {str(key)[:40]!r} stands twice or is no text", event)
            values[key] = self._value(next(self._events), depth + 1)
        return values

    def _counted(self, events: Any) -> Iterator[Any]:
        for number, event in enumerate(events):
            if number > _MAX_EVENTS:
                raise self._refused("too many values for one article", event)
            yield event

    def _refused(self, reason: str, event: Any) -> DocumentError:
        line = self._first_line + event.start_mark.line
        return DocumentError(f"{self._place}, line {line}: {reason}", line)
