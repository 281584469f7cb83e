"""Names that are spelt in two ways in one article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from beritacli.checks.finding import Hit, Span
from beritacli.checks.subject import Subject, begins_sentence
from beritacli.indonesian.spelling import LEAST, similar_pairs, slip

_WORD = r"[A-Z][a-z]+(?:['’][a-z]+)*"
_ONE = re.compile(_WORD)
_NAME = re.compile(rf"(?<![\w-]){_WORD}(?: {_WORD}){{1,3}}(?![\w-])")
# Pairs of words that differ by a slip and mean two things.
_PAIRS = (
    {"putra", "putri"}, {"siswa", "siswi"}, {"mahasiswa", "mahasiswi"}, {"saudara", "saudari"},
    {"pemuda", "pemudi"}, {"bunda", "ibunda"}, {"wikimedia", "wikipedia"},
)  # fmt: skip
# A word in two languages, and a first name of many: of single words they tell nothing.
_TWO_TONGUES = (
    {"internasional", "international"}, {"nasional", "national"}, {"institut", "institute"},
    {"standar", "standard"}, {"palestina", "palestine"}, {"industri", "industry"},
    {"muhamad", "muhammad"},
    {"mohammad", "muhammad"}, {"mohamad", "muhamad"},
)  # fmt: skip
# A name of one word, within a sentence and long enough.
# The capital is sought first: there are few of them.
_ALONE = re.compile(r"[A-Z](?<=[a-z,] [A-Z])[a-z]{6,}(?![\w'’-])")
_USUAL = 2  # times; a single name that stands once may be that of somebody else
# The chief of a station and the station; a director and his directorate.
_OFFICES = (re.compile("[km]apol"), re.compile("di[rt](?:lantas|res|intel|bin|sam|pol|jen)"))
_MINISTRY = 9  # letters: Kemenkes and Kemenkeu are two of them
_ENDINGS = ("s", "n", "r")  # of English plurals, adjectives and those who do a thing

Name = tuple[str, ...]


def variants(subject: Subject) -> Iterator[Hit]:
    """Two names of as many words, of which one differs by a slip and the others are the same.

    In a headline all words have capitals, so one of the two stands in the text.
    """
    places: dict[Name, tuple[str, Span]] = {}
    counts: Counter[Name] = Counter()
    for field, text in subject.prose():
        for name, span in _in_headline(text) if field == "title" else _names(text):
            counts[name] += 1
            places[name] = (field, span)
    told: set[frozenset[str]] = set()
    for one, other in _alike(list(places)):
        words = frozenset({*one} ^ {*other})
        if words in told or places[one][0] == places[other][0] == "title":
            continue
        told.add(words)
        rare, usual = (one, other) if counts[one] < counts[other] else (other, one)
        field, span = places[rare]
        yield Hit(
            field,
            f"'{' '.join(rare)}' is '{' '.join(usual)}' elsewhere in the article",
            span,
            " ".join(usual) if counts[usual] > counts[rare] else None,
        )
    yield from _single(subject, told)


def _single(subject: Subject, told: set[frozenset[str]]) -> Iterator[Hit]:
    """A name of one word that stands once, and by a slip otherwise several times."""
    for field, text in subject.prose(("body",)):
        found = [(match[0], match.span()) for match in _ALONE.finditer(text)]
        places, counts = dict(found), Counter(name for name, _ in found)
        for pair in similar_pairs(places):
            rare, usual = sorted(pair, key=lambda name: counts[name])
            if counts[rare] > 1 or counts[usual] < _USUAL or frozenset(pair) in told:
                continue
            small = {rare.lower(), usual.lower()}
            if small in _TWO_TONGUES or not _slips(*small) or any(w in text for w in small):
                continue
            yield Hit(field, f"'{rare}' is '{usual}' elsewhere in the article", places[rare], usual)


def _names(text: str) -> Iterator[tuple[Name, Span]]:
    """The runs of capitalised words; the first word of a sentence may not belong to the name."""
    for match in _NAME.finditer(text):
        words = match[0].replace("’", "'").split(" ")
        yield tuple(words), match.span()
        if len(words) > 2 and begins_sentence(text, match.start()):
            yield tuple(words[1:]), (match.start() + len(words[0]) + 1, match.end())


def _in_headline(text: str) -> Iterator[tuple[Name, Span]]:
    """Every run within a headline, in which nothing tells where a name begins and ends."""
    for match in _NAME.finditer(text):
        words = [(m[0].replace("’", "'"), m.span()) for m in _ONE.finditer(text, *match.span())]
        for start in range(len(words) - 1):
            for end in range(start + 2, len(words) + 1):
                name = tuple(word for word, _ in words[start:end])
                yield name, (words[start][1][0], words[end - 1][1][1])


def _alike(names: list[Name]) -> Iterator[tuple[Name, Name]]:
    """The pairs of names that differ in one word; a name shares all its other words with such."""
    groups: dict[tuple[Name, int, int], list[Name]] = defaultdict(list)
    for name in names:
        for place in range(len(name)):
            key = (name[:place] + name[place + 1 :], place, len(name))
            for other in groups[key]:
                if _slips(name[place].lower(), other[place].lower()):
                    yield other, name
            groups[key].append(name)


def _slips(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if one == other or len(short) < LEAST or not slip(one, other):
        return False
    if one.startswith("kemen") and other.startswith("kemen") and len(short) <= _MINISTRY:
        return False
    if {one, other} in _PAIRS or any(o.match(one) and o.match(other) for o in _OFFICES):
        return False
    if one[1:] == other[1:] and {one[0], other[0]} == {"m", "p"}:  # who does a thing, and doing it
        return False
    return not any(long == short + ending for ending in _ENDINGS)
