"""Stems: `membanjiri` and `kebanjiran` are found by `banjir`.

The Snowball stemmer for Indonesian (Tala, 2003) as PyStemmer runs it, with a
guard: it takes affixes off words that have none (`menteri` would be `teri`,
`berita` `ita`), so names, places and such words stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

_LEAST = 5  # letters; shorter words have no affix worth taking off
_CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")

# Our own list: words of the city's news that begin or end like an affix, and
# names of places and months.
_GUARDED = frozenset(
    """
    agustus badan balaikota bahan bandung banten bantul batam bekasi belakang belanda belasan
    beras beratus berita berlin bermuda bersama bersih besaran betawi bulan bupati cakung
    cempaka cengkareng cilandak cilincing ciracas daerah dalam dekan depan dewan dokter duren
    dua halaman hampir harapan hujan hutan ikan imigran indonesia islam jabatan jagakarsa jakarta
    jalan jaringan jawa jembatan kabupaten kalideres kalimantan kampung kanan kantor karena
    karyawan kawasan kebayoran kebon kebun kecamatan kedutaan kejaksaan kelapa kelurahan
    kemayoran kembangan kementerian kepala kereta kertas kesehatan ketua keuangan koran
    kramat kebumen kedoya kemang kendari kediri kupang lahan laporan lautan lingkungan
    makanan makassar malang manado manggarai masyarakat matraman medan mei melayu menara mendagri
    menit menlu mentari menteng menteri merah merak merdeka meteran minggu minuman nelayan
    oktober olahan olahraga padang pahlawan palmerah pancoran pangan papua pasaran
    pasien pasukan pekan pelabuhan pemilu penduduk penjaringan peran perang perdana peraturan
    perempuan peristiwa perkara permai persen pertama perumahan perusahaan pesanggrahan pesan
    pesawat petani petugas pilihan pimpinan pinggiran polisi presiden pulogadung
    pulau rakyat ramadan rawamangun rekan rumah sawah sekolah selasa selatan semanggi semarang
    senayan senen senin september serang seribu setan setiabudi sekitar sekretaris
    serpong siaran sidoarjo surabaya tahun taman tambora tangerang tanah tebet tegal
    telepon teluk tembakau teman tempat tengah tentara terminal tikungan tujuan turki udara
    ukuran utara wartawan warga wilayah wisatawan
    """.split()
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded word; the word itself where it has none or is guarded."""
    if len(word) < _LEAST or word in _GUARDED or not word.isascii() or not word.isalpha():
        return word
    if word.endswith(_CLITICS) and (guarded := _without_clitic(word)) in _GUARDED:
        return guarded
    return str(_stemmer().stemWord(word))


def with_stem(folded: Iterable[str], base: str) -> list[str]:
    """The words with the stem `base`; most are told without the stemmer.

    Affixes go off whole, and then at most the first letter is another (`menyapu` is `sapu`).
    """
    tail = base[1:]
    return [word for word in folded if tail in word and stem(word) == base]


def _without_clitic(word: str) -> str:
    """`word` without the clitic that it ends in: `menterinya` is `menteri`, and that is guarded."""
    return next(word.removesuffix(clitic) for clitic in _CLITICS if word.endswith(clitic))


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer  # noqa: PLC0415 - loaded only when a word is stemmed

    return Stemmer("indonesian")
