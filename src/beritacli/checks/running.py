"""Run the rules over an article, and mend what can be mended without a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from beritacli.checks.finding import Finding, Hit, shown
from beritacli.checks.subject import Subject
from beritacli.checks.table import RULES
from beritacli.domain.article import Article
from beritacli.domain.document import COLUMNS
from beritacli.values import replace

_ROUNDS = 4  # one mending can lay bare another: a space behind an invisible character


def findings(subject: Subject, codes: Collection[str]) -> list[Finding]:
    """What the rules of `codes` find, in the order of the page."""
    found: list[tuple[tuple[int, int, int], Finding]] = []
    for number, code in enumerate(RULES):
        if code not in codes:
            continue
        for hit, places in _gathered(list(_hits(subject, code)), gathers=RULES[code].gathers):
            start = hit.span[0] if hit.span else -1
            order = (COLUMNS.index(hit.field), start, number)
            found.append((order, _finding(subject, code, hit, places)))
    return [finding for _, finding in sorted(found, key=lambda pair: pair[0])]


def mended(subject: Subject, codes: Collection[str]) -> Article:
    """The article with every safe replacement of the rules of `codes` made."""
    article = subject.article
    for _ in range(_ROUNDS):
        edits: dict[str, list[Hit]] = {}
        current = Subject(article, subject.policy, subject.others, subject.now)
        for code in (code for code in RULES if code in codes and RULES[code].fixes):
            for hit in _hits(current, code):
                if hit.replacement is not None and hit.span is not None:
                    edits.setdefault(hit.field, []).append(hit)
        after = article
        for field, hits in edits.items():
            after = _with(after, field, _edited(current.text(field), hits))
        if after == article:
            break
        article = after
    return article


def _finding(subject: Subject, code: str, hit: Hit, places: int) -> Finding:
    """The finding of a hit; it stands for `places` of them."""
    text, mark = shown(subject.text(hit.field), hit.span) if hit.span else ("", None)
    return Finding(
        subject.article.id,
        code,
        subject.policy.levels[code],
        hit.field,
        subject.line(hit.field, hit.span[0]) if hit.span else None,
        hit.message if places == 1 else f"{hit.message} ({places} places)",
        hit.suggestion,
        text,
        mark,
        places,
    )


def _hits(subject: Subject, code: str) -> Iterator[Hit]:
    """The hits of one rule but those on the desk's own words."""
    own = subject.policy.words
    for hit in RULES[code].load()(subject):
        if own and hit.span and subject.text(hit.field)[slice(*hit.span)].casefold() in own:
            continue
        yield hit


def _gathered(hits: list[Hit], *, gathers: bool) -> Iterator[tuple[Hit, int]]:
    if not gathers:
        yield from ((hit, 1) for hit in hits)
        return
    counts: dict[str, int] = {}
    for hit in hits:
        counts[hit.field] = counts.get(hit.field, 0) + 1
    for hit in hits:
        if hit.field in counts:
            yield hit, counts.pop(hit.field)


def _edited(text: str, hits: list[Hit]) -> str:
    """The text with the replacements of all hits that do not overlap an earlier one."""
    parts: list[str] = []
    at = 0
    for hit in sorted(hits, key=lambda hit: hit.span or (0, 0)):
        start, end = hit.span or (0, 0)
        if start >= at:
            parts += [text[at:start], hit.replacement or ""]
            at = end
    return "".join([*parts, text[at:]])


def _with(article: Article, field: str, text: str) -> Article:
    if field.startswith("photo."):
        photo = replace(article.photo, **{field.removeprefix("photo."): text})
        return replace(article, photo=photo)
    return replace(article, **{field: text})
