"""JSON Schemas (draft 2020-12) of what `--json` prints, made from the tables of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from beritacli.config.settings import HOOKS
from beritacli.domain.article import FIELDS, MAX_ID, MAX_INTEGER, SLUG, STATUSES
from beritacli.domain.changes import CHANGE, OUTSIDE, PURGE, REDO, RESTORE, UNDO
from beritacli.domain.document import PHOTO_FIELDS
from beritacli.domain.safety import ERROR, NOTE, OK, WARNING
from beritacli.errors import BeritaError
from beritacli.render.handover import GROUPS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "null"]}
_TIME: Schema = {
    "type": ["string", "null"],
    "format": "date-time",
    "description": "ISO 8601 with the offset as it was written",
}
_ID: Schema = {"type": "integer", "minimum": 1, "maximum": MAX_ID}
_COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": MAX_INTEGER}
_FIELDS: Mapping[str, Schema] = {
    "id": _ID,
    "slug": {"type": "string", "pattern": f"^{SLUG.pattern}$"},
    "title": {"type": "string", "minLength": 1},
    "status": {"enum": list(STATUSES)},
    "tags": {"type": "array", "items": {"type": "string"}},
    "published_at": _TIME,
    "scheduled_at": _TIME,
    "created_at": _TIME,
    "updated_at": _TIME,
    "revision": {**_COUNT, "minimum": 1},
    "views": _COUNT,
    "body": {**_TEXT, "description": "Markdown, a blank line between paragraphs"},
    "quote": {**_TEXT, "description": "the pull quote without its marks"},
    "photo": {
        "type": "object",
        "properties": dict.fromkeys(PHOTO_FIELDS, _TEXT),
        "required": list(PHOTO_FIELDS),
    },
    "related": {"type": "array", "items": _ID, "description": "pinned ids, in their order"},
    "embargo_until": _TIME,
    "corrections": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"at": {**_TIME, "type": "string"}, "text": {"type": "string"}},
            "required": ["at", "text"],
        },
        "description": "what readers were told was put right, the oldest first",
    },
    "source": {**_TEXT, "description": "a URL or an outside key, unique"},
}
_EXTRAS: Mapping[str, Schema] = {
    "count": {**_COUNT, "minimum": 1},
    "score": {"type": ["number", "null"], "minimum": 0},
    "pinned": {"type": ["boolean", "null"]},
    "snippet": {"type": "string"},
    "signals": {
        "type": "object",
        "additionalProperties": {"type": "number"},
        "description": "each signal's share of the score, with --explain",
    },
    "finding": {
        "type": "string",
        "description": "with --audit: nothing related, or a pin that is missing or not published",
    },
    "views_total": _COUNT,
    "rank": {**_ID, "description": "the place in the list, from 1"},
    "previous_rank": {
        "type": ["integer", "null"],
        "description": "in the window before; null where it was not in that list",
    },
}
_FIELDS_OF_A_RECORD: Schema = {
    "type": ["object", "null"],
    "description": "of a record that was there before and after only what differs; "
    "null where there was none, or nobody knows it",
}
_EDIT: Schema = {
    "type": "object",
    "properties": {"id": _ID, "before": _FIELDS_OF_A_RECORD, "after": _FIELDS_OF_A_RECORD},
    "required": ["id", "before", "after"],
}
_BY_FLAG = ("signals", "finding")  # there only where a flag asks for them
_ROWS: Mapping[str, Mapping[str, Schema]] = {
    "tags": {
        "tag": {"type": "string"},
        "count": {**_COUNT, "minimum": 1},
        "similar": {"type": "array", "items": {"type": "string"}},
    },
    "sections": {
        "section": {"type": "string"},
        "count": {**_COUNT, "minimum": 1},
        "id": _ID,
        "title": _FIELDS["title"],
        "published_at": _TIME,
    },
    "shares": {
        "id": _ID,
        "title": _FIELDS["title"],
        "lead": {"type": "string", "description": "the first paragraph, cut where it is long"},
        "link": {**_TEXT, "description": "null where the article has no address"},
        "text": {"type": "string", "description": "title, lead and link, to paste"},
        "whatsapp": {"type": "string"},
        "telegram": _TEXT,
        "facebook": _TEXT,
        "x": {"type": "string"},
        "email": {"type": "string"},
    },
    "counts": {
        "kind": {"enum": ["day", "month", "year", "baseline"]},
        "period": {**_TEXT, "description": "2026-11-25, 2026-11 or 2026; null for the baseline"},
        "views": {"type": "integer"},
        "at": {**_TIME, "description": "when the baseline was set"},
    },
    "totals": {
        "by": {"enum": ["section", "reporter", "tag", "month"]},
        "name": {**_TEXT, "description": "null for articles without one; a month as 2026-03"},
        "articles": {**_COUNT, "minimum": 1},
        "views": _COUNT,
    },
    "handover": {
        "group": {"enum": list(GROUPS)},
        "id": _ID,
        "title": _FIELDS["title"],
        "status": _FIELDS["status"],
        "reporter": _TEXT,
        "editor": _TEXT,
        "at": _TIME,
        "corrections": {"type": "array", "items": {"type": "string"}},
    },
    "hooks": {
        "hook": {"enum": list(HOOKS)},
        "waiting": _COUNT,
        "command": {"type": "string"},
        "origin": {"type": "string"},
    },
    "failures": {
        "id": {"type": "string"},
        "hook": {"enum": list(HOOKS)},
        "time": {"type": "string", "format": "date-time"},
        "ids": {"type": "array", "items": _ID},
        "attempts": {**_COUNT, "minimum": 1},
        "state": {"enum": ["failed", "running", "done", "dropped"]},
        "message": {"type": "string"},
    },
    "findings": {
        "id": _ID,
        "code": {"type": "string"},
        "level": {"enum": ["error", "warning", "note"]},
        "field": {"type": "string", "description": "a key of the record, or photo.caption"},
        "line": {
            "type": ["integer", "null"],
            "minimum": 1,
            "description": "of the field's text; null where the field as a whole is meant",
        },
        "message": {"type": "string"},
        "suggestion": {**_TEXT, "description": "what to write instead, where that is known"},
    },
    "rules": {
        **{key: {"type": "string"} for key in ("code", "level", "about", "example", "better")},
        "fixes": {"type": "boolean"},
    },
    "imports": {
        "logs": {"type": "array", "items": {"type": "string"}},
        "lines": _COUNT,
        "counted": {**_COUNT, "description": "views, of so many `articles`"},
        "articles": _COUNT,
        "skipped": {
            "type": "object",
            "additionalProperties": _COUNT,
            "description": "lines that were left out, by reason",
        },
        "first": _TIME,
        "last": _TIME,
    },
    "settings": {key: {"type": "string"} for key in ("name", "value", "origin")},
    "entries": {
        "sequence": {**_COUNT, "minimum": 1},
        "time": {"type": "string", "format": "date-time"},
        "who": {"type": "string"},
        "command": {"type": "string"},
        "kind": {"enum": [CHANGE, RESTORE, OUTSIDE, UNDO, REDO, PURGE]},
        "reason": _TEXT,
        "of": {"type": "array", "items": _COUNT, "description": "the entries it undoes or redoes"},
        "changes": {"type": "array", "items": _EDIT},
        "purged": {**_COUNT, "description": "records whose part of the entry is gone"},
    },
    "backups": {
        "name": {"type": "string"},
        "path": {"type": "string"},
        "time": {"type": "string", "format": "date-time"},
        "sequence": {**_COUNT, "description": "the last entry of the log that it holds"},
        "size": {**_COUNT, "description": "bytes"},
        "problem": {**_TEXT, "description": "what is wrong with it, told by verify"},
    },
    "health": {
        "check": {"type": "string"},
        "level": {"enum": [OK, NOTE, WARNING, ERROR]},
        "message": {"type": "string"},
        "hint": {"type": "string"},
    },
    "scripts": {key: {"type": "string"} for key in ("shell", "script")},
    "commands": {key: {"type": "string"} for key in ("name", "group", "summary")},
}


def schema(answers: Mapping[str, tuple[str, Sequence[str]]]) -> Schema:
    """One schema whose `$defs` hold the record, the error and the answer of every command.

    `answers` says for each command what it prints with `--json` alone (see the
    table of commands) and the keys that it has beside those of the record.
    """
    commands = {name: _answer(*answer) for name, answer in answers.items()}
    record = _object({name: _FIELDS.get(name, _TEXT) for name in FIELDS})
    return {"$schema": DIALECT, "$defs": {"record": record, "error": _error(), **commands}}


def _answer(answer: str, extras: Sequence[str]) -> Schema:
    record: Schema = {"$ref": "#/$defs/record"}
    if extras:
        record = {"allOf": [record, _extras(extras)]}
    kinds = answer.split(" or ")
    options = [
        record
        if kind == "article"
        else {"type": "array", "items": _object(_ROWS[kind]) if kind in _ROWS else record}
        for kind in kinds
    ]
    return options[0] if len(options) == 1 else {"anyOf": options}


def _extras(names: Sequence[str]) -> Schema:
    return {
        **_object({name: _EXTRAS[name] for name in names}),
        "required": [name for name in names if name not in _BY_FLAG],
    }


def _error() -> Schema:
    kinds: list[type[BeritaError]] = [BeritaError, *_kinds(BeritaError)]
    inner: dict[str, Schema] = {
        "code": {"enum": sorted({kind.code for kind in kinds})},
        "exit": {"enum": sorted({kind.exit_code for kind in kinds})},
        "message": {"type": "string", "minLength": 1},
        "hint": {"type": "string"},
    }
    return _object({"error": _object(inner)})


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
    }


def _kinds(kind: type[BeritaError]) -> list[type[BeritaError]]:
    return [inner for sub in kind.__subclasses__() for inner in (sub, *_kinds(sub))]
