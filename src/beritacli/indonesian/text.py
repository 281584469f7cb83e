"""Words: how Indonesian text is folded for comparison and parted into tokens."""

from __future__ import annotations

import unicodedata

from beritacli.patterns import pattern

# Function words that say nothing of what an article is about. Our own list,
# from grammar: prepositions, conjunctions, pronouns, particles, auxiliaries.
STOPWORDS = frozenset(
    """
    ada adalah agar akan aku anda antara apa atas atau bagi bahwa banyak baru beberapa belum
    berbagai bila bisa boleh bukan dalam dan dapat dari dengan di dia dua guna hal hanya harus
    hari hingga ia ialah ini itu jadi jika juga kalau kami kamu karena ke kemudian kepada kita
    lagi lain lalu lebih maka masih mereka merupakan menjadi namun oleh pada para per pun saat
    saja sampai sangat satu saya sebagai sebelum sebuah secara sedang sehingga sejak sejumlah
    selain selama seluruh semua seorang seperti serta sesudah setelah setiap siapa suatu sudah
    supaya tak tapi telah tentang terhadap tersebut tetapi tiap tidak tiga turut untuk usai
    yaitu yakni yang
    """.split()
)

# The first alternative is a case of the last, for nearly every word, and fast.
_TOKEN = pattern(r"[a-z]++(?=[ .,\n])|[0-9]+(?:[.,:/][0-9]+)*|[^\W_]+(?:['\u2019][^\W_]+)*")
_MARKS = "\"'\u201c\u201d\u2018\u2019"  # a page may open with one kind and close with another
_INVISIBLE = pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


# What news text holds beside ASCII, nearly always: quotation marks, dashes, fixed
# spaces. Said in ASCII first, such a text needs no normalising, which takes ten
# times as long as all the rest. `words` is the same with and without this table.
_BEYOND = pattern(r"[^\x00-\x7f]")
_PLAIN = {
    **dict.fromkeys("\u00a0\u2013\u2014\u2018\u201c\u201d\u2022\u2026\u2002\u2003\u2009", " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
    "\u2019": "'",
}


def fold(text: str) -> str:
    """`text` for comparison: NFKC, small letters, no diacritics, nothing invisible."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return _INVISIBLE.sub("", "".join(c for c in folded if not unicodedata.combining(c)))


def words(text: str) -> list[str]:
    """The folded tokens of `text`: words and numbers, in order.

    A hyphen parts words, so that reduplication (`anak-anak`) gives the word
    twice and `covid-19` gives `covid` and `19`; a number keeps its points and
    commas (`36.871`); an apostrophe inside a word stays out of it (`jum'at` is
    `jumat`).
    """
    if not text.isascii():
        text = _BEYOND.sub(lambda found: _PLAIN.get(found[0], found[0]), text)
    folded = fold(text)
    tokens = _TOKEN.findall(folded)
    if "'" in folded or "\u2019" in folded:
        return [token.replace("'", "").replace("\u2019", "") for token in tokens]
    return tokens


def squash(text: str) -> str:
    """`text` with every run of white space as one space, none at the ends, nothing invisible."""
    shown = text if text.isascii() else _INVISIBLE.sub("", text)
    return " ".join(shown.split())


def bare_quote(text: str) -> str:
    """A pull quote without the pair of marks around it; a comma that was quoted stays."""
    bare = text.strip()
    marked = len(bare) > 1 and bare[0] in _MARKS and bare[-1] in _MARKS
    return bare[1:-1].strip() if marked else bare
