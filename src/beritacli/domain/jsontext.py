"""JSON text that is safe to show and strict to read.

Writing keeps letters readable (UTF-8, not escapes) and escapes what an editor
or a terminal would hide or obey: C1 controls, bidi controls, zero-width and
line separators. Reading refuses what other readers would understand
differently: duplicate keys, NaN, lone surrogates, endless nesting.
"""

from __future__ import annotations

import json
import math
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beritacli.patterns import pattern

_HIDDEN = pattern(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACE = pattern(r"[ \t\r\n]*")
_PLAIN = {
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing",
    "Expecting value": "a value is missing or wrong",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting ',' delimiter": "a comma is missing",
    "Extra data": "something follows the end",
    "Unterminated string starting at": "no end of the text that begins",
}
_MAX_DIGITS = 400  # more than any float or id needs; keeps conversion linear


class JsonTextError(ValueError):
    """Text that is not acceptable JSON: what, and where as `line` (from 1, or None)."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def dumps(value: Any) -> str:
    """`value` as JSON on one line, keys in their order, hidden characters escaped."""
    return _HIDDEN.sub(_escape, _ENCODER.encode(value))


def pieces(value: Any, batch: int = 1000) -> Iterator[str]:
    """`dumps(value)` in pieces, the lists in its objects by so many items.

    Where a list belongs, any sequence will do.
    """
    if isinstance(value, Mapping) and value:
        separator = "{"
        for key, inner in value.items():
            yield f"{separator}{dumps(key)}: "
            yield from pieces(inner, batch)
            separator = ", "
        yield "}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield "["
        for at in range(0, len(value), batch):
            yield f"{', ' if at else ''}{dumps(list(value[at : at + batch]))[1:-1]}"
        yield "]"
    else:
        yield dumps(value)


def pretty(value: Any) -> str:
    """`value` as JSON with an indent of two, hidden characters escaped."""
    return _HIDDEN.sub(_escape, json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def loads(data: str | bytes) -> Any:
    """Read JSON strictly; raise JsonTextError for anything doubtful.

    Bytes are UTF-8, with or without a byte order mark.
    """
    text = decoded(data) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise _told(error) from None
    if "\\u" in text and _holds_surrogate(value):
        raise JsonTextError("a lone surrogate (half a character)")
    return value


def object_of(data: bytes) -> dict[str, Any]:
    """The JSON object that `data` is; raises JsonTextError."""
    value = loads(data)
    if not isinstance(value, dict):
        raise JsonTextError("no JSON object")
    return value


def array_items(text: str) -> Iterator[Any]:
    """The items of the array that `text` is, one by one, as strictly as `loads`.

    A large array is never in memory as a whole, and a bad first item is found
    before the last one is read. Raises JsonTextError.
    """
    position = _behind(text, text.index("["))
    if text.startswith("]", position):
        _check_end(text, position)
        return
    while True:
        item, end = _value(text, position)
        yield item
        position = _behind(text, end - 1)
        if not text.startswith(",", position):
            _check_end(text, position)
            return
        position = _behind(text, position)


def documents(text: str) -> Iterator[Any]:
    """The values of `text`, where one or several stand behind each other; raises JsonTextError."""
    position = 0
    while True:
        item, end = _value(text, _behind(text, position - 1))
        yield item
        position = _behind(text, end - 1)
        if position == len(text):
            return


def _value(text: str, position: int) -> tuple[Any, int]:
    """The value at `position`, as strictly as `loads` reads it, and where it ends."""
    try:
        value, end = _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError) as error:
        raise _told(error) from None
    if _holds_surrogate(value):
        raise JsonTextError("a lone surrogate (half a character)")
    return value, end


def _told(error: Exception) -> JsonTextError:
    """Every way in which a decoder fails, as a JsonTextError."""
    if isinstance(error, json.JSONDecodeError):
        return JsonTextError(f"not JSON: {_plainly(error)} at column {error.colno}", error.lineno)
    return JsonTextError("nested too deeply" if isinstance(error, RecursionError) else str(error))


def _plainly(error: json.JSONDecodeError) -> str:
    """What the decoder means, for who mends the text by hand."""
    text, at = error.doc, error.pos
    if error.msg.startswith("Invalid control character"):
        end = text[at : at + 1] in "\r\n"
        return "the line ends within a text" if end else "a control character within a text"
    before, after = text[max(0, at - 100) : at].rstrip(), text[at : at + 100].lstrip()
    if "trailing comma" in error.msg or (before.endswith(",") and after.startswith(("]", "}"))):
        return "a comma too many"
    if not after and len(text) <= at + 100:
        return "it ends too early"
    return _PLAIN.get(error.msg, error.msg)


def decoded(data: bytes) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark; JsonTextError with the line."""
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise JsonTextError(f"not UTF-8 (byte 0x{data[error.start]:02x})", line) from None


def _behind(text: str, position: int) -> int:
    """Where the next thing stands behind the character at `position`."""
    match = _SPACE.match(text, position + 1)
    return match.end() if match else len(text)


def _check_end(text: str, position: int) -> None:
    if not text.startswith("]", position) or _behind(text, position) != len(text):
        line = text.count("\n", 0, position) + 1
        raise JsonTextError("not JSON: the array does not end as it should", line)


def has_surrogate(text: str) -> bool:
    """Whether `text` holds half a character, as bytes that are no UTF-8 do on a command line."""
    if text.isascii():
        return False
    try:
        text.encode()  # ten times as fast as to search for one
    except UnicodeEncodeError:
        return True
    return False


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"the key '{key[:60]}' stands twice in one object")
            seen.add(key)
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"the number {digits[:40]} is too large")
    return number


def _holds_surrogate(value: Any) -> bool:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            if has_surrogate(item):
                return True
        elif isinstance(item, dict):
            stack.extend(item.keys())
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return False


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_constant=_no_constant,
    parse_int=_integer,
    parse_float=_finite,
)
