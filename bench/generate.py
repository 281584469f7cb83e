#!/usr/bin/env python3
"""Articles in the shape of a city's news, as many as wanted, the same for the same seed.

    python bench/generate.py 10000 > rows.jsonl

Standard library only. Words follow Zipf's law (the n-th most frequent one stands
1/n as often as the first), since the cost of search depends on it; names and
texts are made of syllables and are fiction. An article is about 2.5 kB.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import accumulate

SECTIONS = ("kesra", "pemerintahan", "ekonomi", "layanan", "wisata", "pembangunan", "olahraga")
PLACES = ("Jakarta", "Cakung", "Tebet", "Menteng", "Cilincing", "Kemayoran", "Pancoran")
SYLLABLES = """
    ba ca da ga ja ka la ma na pa ra sa ta wa ya bi di gi ki li mi ni
    ri si ti ku lu mu nu ru su tu ban dan kan lan man pan ran san tan ber per ter
""".split()
GLUE = "yang di dan untuk dengan dari ini dalam pada akan tidak itu warga oleh juga".split()
VOCABULARY = 40_000
WIB = timezone(timedelta(hours=7))
FIRST_DAY = datetime(2015, 1, 1, 6, 0, tzinfo=WIB)


def rows(count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """`count` records with the keys that `berita import` takes."""
    chance = random.Random(seed)
    vocabulary = list(dict.fromkeys(_word(chance) for _ in range(VOCABULARY)))
    zipf = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    people = [f"{_word(chance).title()} {_word(chance).title()}" for _ in range(60)]
    tags = [_word(chance) for _ in range(400)]
    tag_zipf = list(accumulate(1 / rank for rank in range(1, len(tags) + 1)))
    for number in range(1, count + 1):
        words = chance.choices(vocabulary, cum_weights=zipf, k=168)
        date = FIRST_DAY + timedelta(minutes=37 * number)
        title = " ".join(chance.sample(words, 7)).capitalize()
        yield {
            "title": f"{title} di {chance.choice(PLACES)}",
            "status": "published" if number % 20 else "draft",
            "section": chance.choice(SECTIONS),
            "tags": sorted(set(chance.choices(tags, cum_weights=tag_zipf, k=3))),
            "reporter": chance.choice(people),
            "editor": chance.choice(people[:12]),
            "published_at": date.isoformat(),
            "views": int(chance.paretovariate(1) * 40),
            "body": _body(words, chance),
            "caption": " ".join(words[:8]).capitalize(),
            "credit": chance.choice(people),
            "source": f"https://berita.example/read/{number}/artikel",
        }


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))


def _body(words: list[str], chance: random.Random) -> str:
    """Six paragraphs of sentences of a dozen words, function words between."""
    sentences = []
    for at in range(0, len(words), 12):
        said = [word for each in words[at : at + 12] for word in (each, chance.choice(GLUE))]
        sentences.append(f"{' '.join(said[:-1]).capitalize()}.")
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def main() -> None:
    """Write the rows as JSON lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for row in rows(given.count, given.seed):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
