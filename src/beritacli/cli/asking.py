"""Add and edit with a person at the keyboard: questions, or a text in their editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from beritacli.cli.context import Session
from beritacli.cli.drafts import keep_draft
from beritacli.cli.editor import edit_until_right
from beritacli.cli.fields import moment
from beritacli.domain.article import FIELDS, TEXT_FIELDS, Article, Photo
from beritacli.domain.tags import clean_tags
from beritacli.errors import BeritaError, InterruptedByUserError
from beritacli.formats import Source
from beritacli.formats.markdown import document, parse_document
from beritacli.indonesian.text import bare_quote
from beritacli.newsroom import reading, writing
from beritacli.newsroom.desk import Desk, Outcome
from beritacli.render.visible import visible

Save = Callable[[dict[str, Any]], Outcome]

_OFFERED = 6  # known values shown with a number to pick them by
# What is asked: the field, the words of the question, whether known values are offered.
_QUESTIONS = (
    ("title", "Headline", False),
    ("section", "Section", True),
    ("reporter", "Reporter", True),
    ("editor", "Editor", True),
    ("published_at", "Date, such as 'Kamis, 11 Juli 2024'", False),
    ("photo.caption", "Photo caption", False),
    ("photo.credit", "Photo credit", False),
    ("quote", "Pull quote", False),
    ("tags", "Tags, parted by commas", False),
)


def ask_for_article(
    session: Session, desk: Desk, values: Mapping[str, Any], save: Save, *, in_editor: bool
) -> Outcome | None:
    """A new article from answers or from the editor; None when the editor changed nothing."""
    if in_editor:
        text = document(_filled(values), new=True)
        return edit_until_right(session, text, "add", lambda text: save(_parsed(session, text)))
    answers = dict(values)
    try:
        _ask_fields(session, desk, answers)
        answers["body"] = _ask_body(session) or None
    except KeyboardInterrupt:
        session.note("")  # the line that ^C stands on
        raise InterruptedByUserError("interrupted", _kept(session, answers)) from None
    try:
        return save({name: value for name, value in answers.items() if value is not None})
    except BeritaError as error:
        raise type(error)(error.message, _kept(session, answers) or error.hint) from None


def edit_in_editor(session: Session, desk: Desk, article: Article) -> Outcome | None:
    """Open one article in the editor and save what comes back; None when nothing changed."""

    def save(text: str) -> Outcome:
        fields = _parsed(session, text)
        status = fields.pop("status", None)
        return writing.replace_record(desk, article, _emptied(fields), status)

    return edit_until_right(session, document(article), article.slug, save)


def _ask_fields(session: Session, desk: Desk, answers: dict[str, Any]) -> None:
    for field, words, offered in _QUESTIONS:
        known = reading.known_values(desk, field)[:_OFFERED] if offered else []
        while field not in answers:
            answer = _ask(session, words, known)
            if not answer and field == "title":
                session.note("A headline is needed.")
                continue
            try:
                answers[field] = _value(session, field, answer) if answer else None
            except BeritaError as error:
                session.note(f"{error.message}. {error.hint}")


def _ask(session: Session, words: str, known: list[str]) -> str:
    """One answer; a number picks a known value. The end of input is as good as Ctrl-C."""
    for number, value in enumerate(known, 1):
        session.note(f"  {number}  {visible(value)}")
    answer = session.ask(f"{words}: ")
    if answer is None:
        raise KeyboardInterrupt
    answer = answer.strip()
    if answer.isdigit() and 0 < int(answer) <= len(known):
        return known[int(answer) - 1]
    return answer


def _ask_body(session: Session) -> str:
    session.note("Text (a dot alone on a line ends it):")
    lines: list[str] = []
    while (line := session.ask("")) not in (None, "."):
        lines.append(line or "")
    return "\n".join(lines).strip("\n")


def _value(session: Session, field: str, answer: str) -> Any:
    if field == "published_at":
        return moment(session, answer)
    if field == "tags":
        return clean_tags([answer])
    return bare_quote(answer) if field == "quote" else answer


def _parsed(session: Session, text: str) -> dict[str, Any]:
    return dict(parse_document(text, Source("the document", session.now, session.note)).fields)


def _emptied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the document, and nothing for what was emptied there."""
    times = ("published_at", "scheduled_at", "embargo_until")
    empty = {name: None for name in (*TEXT_FIELDS, *times) if name != "title"}
    return {**empty, "tags": (), "related": (), "views": 0, "photo": Photo(), **fields}


def _kept(session: Session, answers: Mapping[str, Any]) -> str:
    """Where the answers are kept as a draft; '' where there are none."""
    if not any(answers.values()):
        return ""
    path = keep_draft(document(_filled(answers), new=True), "add", session.now)
    return f"what you typed is kept: berita import {path}"


def _filled(values: Mapping[str, Any]) -> Article:
    """A record for the page of an article that does not exist yet."""
    parts = {
        name.removeprefix("photo."): v for name, v in values.items() if name.startswith("photo.")
    }
    known = {name: v for name, v in values.items() if name in FIELDS and v is not None}
    return Article(**{"id": 1, "slug": "artikel-1", "title": "", **known, "photo": Photo(**parts)})
