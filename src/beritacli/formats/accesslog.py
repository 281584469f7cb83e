"""Lines of access logs: Apache's and nginx's common and combined formats, and JSON lines.

A line says who asked (address and agent), when, for what, and with what answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from io import BufferedReader
from typing import Any

from beritacli.domain.jsontext import JsonTextError, loads
from beritacli.formats.client import reader_of

_MINUTES = 10_000  # remembered
_MONTHS = {
    name: number
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
_QUOTED = rb'"([^"\\]*(?:\\.[^"\\]*)*)"'
# Before the address some write the host that was asked for; it has a port. Behind
# the agent may stand more: nginx adds the address that a proxy speaks for.
_LINE = re.compile(
    rb"(?:\S+:\d+ (?=\S+ \S+ \S+ \[))?(\S+) \S+ [^\[]*"
    rb"\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d):(\d\d) ([+-]\d{4})\] "
    + _QUOTED
    + rb" (\d{3}) (?:\d+|-)(?: "
    + _QUOTED
    + rb" "
    + _QUOTED
    + rb"(?: "
    + _QUOTED
    + rb")?.*|\s*)"
)

# What programs call the same things in JSON; a dot leads into an object.
_ADDRESS = ("remote_addr", "client_ip", "clientip", "remote_ip", "ip", "request.client_ip",
            "request.remote_ip", "source.ip", "host")  # fmt: skip
_FORWARD = ("http_x_forwarded_for", "x_forwarded_for", "request.headers.X-Forwarded-For")
_AGENT = ("http_user_agent", "user_agent", "agent", "userAgent", "user-agent",
          "request.headers.User-Agent", "user_agent.original")  # fmt: skip
_TIME = ("time_iso8601", "@timestamp", "timestamp", "time_local", "time", "ts", "msec", "date")
_METHOD = ("request_method", "method", "verb", "request.method", "http.request.method")
_TARGET = ("request_uri", "uri", "path", "url", "request.uri", "url.original")
_STATUS = ("status", "status_code", "response", "http.response.status_code")
_LEAP_SECOND = b"60"
_UNITS = (1, 1e3, 1e6, 1e9)  # seconds, milliseconds, microseconds, nanoseconds
_LATEST = 1e11  # seconds, in the year 5138: a larger number counts a smaller unit
_LOCAL = re.compile(r"(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d\d)(\d\d)")


# One request: who asked, the agent as it named itself (None in the common format, which
# says nothing of it), the time in seconds since 1970, method, target and status. A plain
# tuple: a value for each of a million lines would take longer than reading them.
Fields = tuple[bytes, bytes | None, int, bytes, bytes, int]


class LineReader:
    """Reads the lines of one log, which are alike; times are remembered by the minute."""

    def __init__(self) -> None:
        self._minutes: dict[tuple[bytes, bytes], int] = {}
        self._most = 0  # the number of the last part that some line had

    def read(self, line: bytes) -> Fields | None:
        """What a line says; None for one that is no line of a log."""
        if line[:1] == b"{":
            return _of_json(line)
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        address, minute, second, zone, request, status, _, agent, forwarded = match.groups()
        start = self._minutes.get((minute, zone))
        if start is None:
            start = self._minute(minute, zone)
            if start is None:
                return None
        time = start + int(second)
        if match.lastindex and match.lastindex > self._most:
            self._most = match.lastindex
        if second > _LEAP_SECOND:
            return None
        method, target = _request(request)
        reader = reader_of(address, agent, forwarded)
        return reader, agent, time, method, target, int(status)

    def is_cut(self, line: bytes) -> bool:
        """Whether a last line without its end has fewer parts than others: no agent, no proxy."""
        match = _LINE.fullmatch(line)
        return match is not None and (match.lastindex or 0) < self._most

    def _minute(self, minute: bytes, zone: bytes) -> int | None:
        """The start of `01/Mar/2026:12:30`, remembered; None for no day of the calendar."""
        time = _written_moment(f"{minute.decode()}:00 {zone.decode()}")
        if time is not None:
            if len(self._minutes) > _MINUTES:
                self._minutes.clear()
            self._minutes[minute, zone] = time
        return time


def _request(request: bytes) -> tuple[bytes, bytes]:
    """Method and target of `GET /read/1/x HTTP/1.1`; what is no request has no method."""
    method, _, rest = request.partition(b" ")
    target, space, _ = rest.rpartition(b" ")
    return method, (target if space else rest)


def _of_json(line: bytes) -> Fields | None:
    try:
        row = loads(line)
    except JsonTextError:
        return None
    if not isinstance(row, Mapping):
        return None
    address = _text(row, _ADDRESS)
    agent = None if _first(row, _AGENT) is None else _text(row, _AGENT)
    time = _moment(_first(row, _TIME))
    method, target = _text(row, _METHOD), _text(row, _TARGET)
    request = row.get("request")
    if isinstance(request, str):
        method, target = _request(request.encode())
    try:
        status = int(_first(row, _STATUS))
    except (TypeError, ValueError):
        return None
    if not address or time is None or not method or not target:
        return None
    reader = reader_of(address, agent, _text(row, _FORWARD))
    return reader, agent, time, method, target, status


def _first(row: Mapping[str, Any], names: Iterable[str]) -> Any:
    """The first of the names that the row has; a list gives its first item."""
    for name in names:
        value: Any = row.get(name)
        if value is None and "." in name:
            value = row
            for part in name.split("."):
                value = value.get(part) if isinstance(value, Mapping) else None
        if isinstance(value, list):
            value = value[0] if value else None
        if value is not None and not isinstance(value, Mapping):
            return value
    return None


def _text(row: Mapping[str, Any], names: Iterable[str]) -> bytes:
    value = _first(row, names)
    return b"" if value is None else str(value).encode()


def _moment(value: Any) -> int | None:
    """Seconds since 1970 of ISO 8601, of a log's own form, or of a number (seconds or less)."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return _written_moment(value) if isinstance(value, str) else None
    for unit in _UNITS:
        if 0 <= number / unit < _LATEST:  # not so for what is no number, or has no end
            return int(number / unit)
    return None


def _written_moment(text: str) -> int | None:
    match = _LOCAL.fullmatch(text)
    try:
        if match:
            day, month, year, hour, minute, second, zone, minutes = match.groups()
            number = _MONTHS[month]
            text = f"{year}-{number:02}-{day}T{hour}:{minute}:{second}{zone}:{minutes}"
        time = datetime.fromisoformat(text)
        seconds = int(time.timestamp()) if time.tzinfo else -1
    except (ValueError, KeyError, OverflowError):
        return None
    return seconds if 0 <= seconds < _LATEST else None


def lines_of(
    stream: BufferedReader[Any], advanced: Callable[[], None], longest: int = 1 << 20
) -> Iterator[tuple[list[bytes], bool]]:
    """The lines of a stream in lists; with the last list whether its last line has no end.

    Of a line longer than `longest` bytes only the beginning is kept. Where the
    stream fails, the whole lines before that have been handed over.
    """
    rest = b""
    while chunk := stream.read1(1 << 18):
        advanced()
        *lines, tail = chunk.split(b"\n")
        if lines:
            lines[0] = rest + lines[0]
            yield lines, False
            rest = tail
        elif len(rest) < longest:
            rest += tail
    if rest:
        yield [rest], True
