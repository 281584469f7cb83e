"""Words that stand twice, and spellings that the dictionary does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from beritacli.checks.finding import Hit
from beritacli.checks.subject import Subject, begins_sentence
from beritacli.indonesian.standard import DAY_SPELLINGS, SPELLINGS

# Grammar never puts one of these behind itself.
_ONCE = frozenset(
    """
    yang di ke dari untuk dengan pada dan atau dalam adalah akan telah sudah oleh para karena bahwa
    sebagai juga tersebut sebuah seorang secara terhadap kepada antara agar namun tetapi jika ketika
    saat setelah sebelum hingga serta merupakan menjadi dapat bisa harus ada tentang
""".split()
)
_HYPHENED = frozenset({"bisa", "ada", "saat", "dalam", "sudah"})  # can be meant twice: `bisa-bisa`
_LEAST = 3  # letters of another word: `ha ha` is laughter
_CITED = re.compile(r"[\"“”'‘’*_`]")  # around a single word: it is spoken about, or foreign


def doubled(subject: Subject) -> Iterator[Hit]:
    """A word stands twice. Of a function word the second is taken out.

    Of another (`anak anak`) nobody knows whether a word is one too many or a hyphen is missing.
    """
    for field, found in subject.words():
        text = subject.text(field)
        for (before, begins, ends), (word, start, end) in pairwise(found):
            if before.lower() != word or not word.islower() or not _blank(text[ends:start]):
                continue
            if before != word and not _begins(text, before, begins):
                continue  # `Kasim Yang yang tahu`, `polisi menahan DI di Sidoarjo`
            if word in _ONCE:
                right = None if word in _HYPHENED else before
                yield Hit(field, f"'{word}' stands twice", (begins, end), right, right)
            elif before == word and len(word) >= _LEAST and "-" not in word:
                message = f"'{word}' stands twice: a hyphen is missing, or a word too many"
                yield Hit(field, message, (begins, end))


def _begins(text: str, word: str, place: int) -> bool:
    """Whether a word with a capital begins a sentence."""
    return word[1:].islower() and begins_sentence(text, place)


def _blank(text: str) -> bool:
    """Whether nothing but spaces of a line stands here."""
    return text.isspace() and "\n" not in text


def spelling(subject: Subject) -> Iterator[Hit]:
    """A spelling that the dictionary does not have, in small letters: names are left alone."""
    own = subject.policy.spellings
    for field, found in subject.words():
        text = subject.text(field)
        for word, start, end in found:
            right = _standard(word, own)
            if right and not _cited(text, start, end):
                message = f"'{word}' is spelt '{right}'"
                yield Hit(field, message, (start, end), right, right)


def _cited(text: str, start: int, end: int) -> bool:
    """Whether a word stands alone between marks: `kata "praktek"`, `*hoax*`."""
    return bool(start and _CITED.match(text, start - 1) and _CITED.match(text, end))


def _standard(word: str, own: Mapping[str, str]) -> str:
    """The standard spelling of a word, '' where it is one or nobody knows.

    What a desk holds to be right is right, whatever the dictionary says.
    """
    small = word.casefold()
    right = own.get(small) or SPELLINGS.get(word) or DAY_SPELLINGS.get(word.replace("’", "'"), "")
    if not right or small in own.values():
        return ""
    return right.capitalize() if small in own and word[:1].isupper() and right.islower() else right
