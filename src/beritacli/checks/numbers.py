"""Numbers as Indonesian writes them: `4.500 warga`, `Rp5.000`, `3,5 persen`.

The rules are those of EYD edition V (2022): a point after every three digits of
a number of things, a comma before decimals, and the sign of a currency right
before its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from beritacli.checks.finding import Hit
from beritacli.checks.subject import Subject, is_named

# What is counted: a number before one of these is no year, code or address.
_COUNTED = (
    "orang|warga|jiwa|kepala keluarga|KK|penduduk|peserta|personel|petugas|pegawai|karyawan|pekerja"
    "|siswa|mahasiswa|pelajar|guru|pengunjung|penumpang|penonton|wisatawan|pelanggan|pengguna"
    "|pedagang|petani|nelayan|pasien|korban|pemilih|relawan|prajurit|jamaah|jemaah|anak|balita"
    "|unit|rumah|kamar|kendaraan|mobil|motor|sepeda|bus|kapal|ekor|batang|pohon|bibit|buah|butir"
    "|paket|kotak|dus|karung|lembar|eksemplar|botol|titik|lokasi|kasus|suara|kursi"
)
_MEASURED = (
    "hektare|hektar|meter|kilometer|km|kilogram|kg|gram|ton|liter|watt|megawatt|MW|kWh|rupiah|dolar"
    "|dollar|euro|yen"
)


def _either(words: str) -> str:
    """Words with a small or a capital letter; a unit such as `KG` in a number plate is none."""
    cased = (f"[{w[0].upper()}{w[0]}]{w[1:]}" if len(w) > 3 else w for w in words.split("|"))
    return "|".join(cased)


_SCALES = (
    "persen|%|ribu|juta|miliar|milyar|triliun|trilyun|hektare|hektar|meter|kilometer|km|kilogram|kg"
    "|ton|liter|derajat|magnitudo|skala Richter|SR|kali lipat|inci|dolar|poin"
)
_THOUSANDS = re.compile(rf"\d{{4,9}}(?=\s(?:{_either(_COUNTED)}|{_either(_MEASURED)})(?![\w-]))")
_MONEY = re.compile(r"\bRp(?:\.\s?|\s{0,2})(?P<number>\d{4,15})(?![\d.]|\w)")
_ENGLISH = re.compile(
    rf"[1-9]\d{{0,2}}(?:,\d{{3}}){{2,4}}(?![\d,]|\.\d)|[1-9]\d{{0,2}},\d{{3}}(?=\s(?:{_either(_COUNTED)})(?![\w-]))"
)
_DECIMAL = re.compile(rf"\d{{1,3}}\.\d{{1,2}}(?=\s?(?:{_SCALES})(?!\w))")
_RUPIAH = re.compile(r"\bRp(?:\.\s?|\s{1,2})(?=\d)")
_JOINED = re.compile(r"[\w.,:/+\-–]$|\d[.,]\s$")  # before a number: it is a part of something else
# Behind one of these a number is a name: a year, an address, a paragraph of a law.
_NAMED = re.compile(
    r"\b(?:tahun|nomor|no\.?|jalan|jl\.?|pasal|kode|tipe|seri|versi|pukul|rt|rw)\s$", re.IGNORECASE
)


def thousands(subject: Subject) -> Iterator[Hit]:
    """Four digits and more before what they count, or as an amount of rupiah."""
    for field, text in subject.prose():
        found = [m.span("number") for m in _MONEY.finditer(text)] if "Rp" in text else []
        for pattern in (_THOUSANDS, _ENGLISH):
            found += [
                m.span()
                for m in pattern.finditer(text)
                if _stands_alone(text, m.start()) and not _year(m[0])
            ]
        for start, end in dict.fromkeys(found):
            right = f"{int(text[start:end].replace(',', '')):,}".replace(",", ".")
            message = "a number has a point after every three digits"
            safe = None if is_named(text, start, end, field) else right
            yield Hit(field, message, (start, end), right, safe)


def decimal(subject: Subject) -> Iterator[Hit]:
    """A point before decimals: a number of one or two of them before a measure."""
    for field, text in subject.prose():
        for match in _DECIMAL.finditer(text):
            if _stands_alone(text, match.start()):
                right = match[0].replace(".", ",")
                yield Hit(field, "decimals stand behind a comma", match.span(), right, right)


def rupiah(subject: Subject) -> Iterator[Hit]:
    """A space or a point between `Rp` and its number."""
    for field, text in subject.prose():
        if "Rp" not in text:
            continue
        for match in _RUPIAH.finditer(text):
            message = "`Rp` stands right before its number"
            yield Hit(field, message, match.span(), "Rp", "Rp")


def _stands_alone(text: str, place: int) -> bool:
    """Whether a number begins here: not within another, a code, a time or a range."""
    before = text[max(0, place - 4) : place]
    if before.endswith(("Rp", "Rp.")):
        return True
    return not _JOINED.search(before) and not _NAMED.search(text, max(0, place - 8), place)


def _year(number: str) -> bool:
    """Whether a number can be a year: `pada 2019 warga …` counts nobody."""
    return len(number) == 4 and 1800 <= int(number) <= 2100
