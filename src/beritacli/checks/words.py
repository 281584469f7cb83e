"""Words that stand twice, and spellings that the dictionary does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from beritacli.checks.finding import Hit
from beritacli.checks.subject import Subject
from beritacli.indonesian.standard import DAY_SPELLINGS, SPELLINGS

# Grammar never puts one of these behind itself.
_ONCE = frozenset(
    """
    yang di ke dari untuk dengan pada dan atau dalam adalah akan telah sudah oleh para karena bahwa
    sebagai juga tersebut sebuah seorang secara terhadap kepada antara agar namun tetapi jika ketika
    saat setelah sebelum hingga serta merupakan menjadi dapat bisa harus ada tentang
""".split()
)
_HYPHENED = frozenset({"bisa", "ada", "saat", "dalam"})  # they can be meant twice: `bisa-bisa`


def doubled(subject: Subject) -> Iterator[Hit]:
    """A function word stands twice; the second is taken out."""
    for field, found in subject.words():
        text = subject.text(field)
        before = ("", 0, 0)
        for one in found:
            word, start, end = one
            if word in _ONCE and before[0].lower() == word and text[before[2] : start] == " ":
                message = f"'{word}' stands twice"
                right = None if word in _HYPHENED else before[0]
                yield Hit(field, message, (before[1], end), right, right)
            before = one


def spelling(subject: Subject) -> Iterator[Hit]:
    """A spelling that the dictionary does not have, in small letters: names are left alone."""
    own = subject.policy.spellings
    for field, found in subject.words():
        for word, start, end in found:
            right = _standard(word, own)
            if right:
                message = f"'{word}' is spelt '{right}'"
                yield Hit(field, message, (start, end), right, right)


def _standard(word: str, own: Mapping[str, str]) -> str:
    """The standard spelling of a word, '' where it is one or nobody knows."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    small = word.casefold()
    if small in own:
        right = own[small]
        return right.capitalize() if word[:1].isupper() and right.islower() else right
    return DAY_SPELLINGS.get(word.replace("’", "'"), "")
