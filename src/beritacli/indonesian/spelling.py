"""Words that differ by a slip: one letter more, less or other, two letters swapped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from beritacli.indonesian.text import fold

LEAST = 5  # letters; shorter words differ by one letter all the time (RT, RW)


def bare(text: str) -> str:
    """`text` folded, letters and digits only: `KJP Plus` and `kjp-plus` are the same."""
    return "".join(c for c in fold(text) if c.isalnum())


def deletions(word: str) -> Iterator[str]:
    """`word` itself and `word` with any one letter left out.

    Two words that differ by one letter, or by two swapped ones, share one of
    these (the symmetric deletion of Garbe's SymSpell).
    """
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def slip(one: str, other: str) -> bool:
    """Whether two bare words differ by a slip. Digits are no slip: `rw01` is not `rw02`."""
    if one == other:
        return True
    if min(len(one), len(other)) < LEAST or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = min(len(one), len(other)) if start is None else start
    left, right = one[start:], other[start:]
    if any(c.isdigit() for c in left[:1] + right[:1]):
        return False
    swapped = len(left) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def similar_pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs of `names` that a slip or a hyphen tells apart, in their order."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    found: dict[tuple[str, str], None] = {}
    for name in names:
        word = bare(name)
        for key in deletions(word):
            for other, other_word in groups[key]:
                if other != name and slip(other_word, word):
                    found[other, name] = None
            groups[key].append((name, word))
    return list(found)


def similar_to(name: str, known: Iterable[str]) -> str:
    """The first of `known` that a slip or a hyphen tells from `name`, or ''."""
    word = bare(name)
    return next((other for other in known if other != name and slip(bare(other), word)), "")


def edits(one: str, other: str, most: int) -> int:
    """How many letters must be left out, put in, changed or swapped; above `most`, `most` + 1.

    The optimal string alignment distance (Damerau, 1964), given up as soon as a
    whole row is above `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most and min(before) > most:
            return most + 1
    return min(row[-1], most + 1)
