"""`di` and `ke`: words of their own before a place, a prefix before a verb.

The rule is that of EYD edition V (2022). Only what is certain is told: words
that no verb begins, and verbs that no place is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from beritacli.checks.finding import Hit, Span
from beritacli.checks.subject import Subject, is_named

# No passive verb is written like these, as `dibalik` and `ditutup` are.
_DI = """
    antara atas bawah belakang dalam depan luar mana sana sini situ samping sebelah sekitar
    sekeliling seluruh sepanjang seberang hadapan tengah berbagai beberapa setiap rumah kantor
    lokasi kawasan wilayah daerah jalan pinggir tepi kota desa kampung pasar sekolah bandara bulan
    tahun hari saat masa acara ambang angka area awal bagian bangku bekas benak bidang dekat dunia
    gedung hati hotel kalangan kamar kampus kediaman kehidupan kisaran lahan lapangan laut level
    lingkungan malam masjid mata media negara pagi parlemen pasaran penghujung peringkat perjalanan
    persidangan perusahaan pintu posisi sektor semua sisi tanah tangan tanggal tempat tingkat tubuh
    umur
"""
# `keluar` is a word, and so are `kejalan` of a name, `kehari` of nothing.
_KE = """
    atas bawah belakang dalam depan mana sana sini situ samping sebelah seluruh seberang hadapan
    tengah berbagai beberapa rumah kantor lokasi kawasan wilayah daerah pinggir tepi kota desa
    pasar sekolah bandara arah negara tanah tempat
"""
_JOINED = {
    f"{one}{place}": one for one, all_of in (("di", _DI), ("ke", _KE)) for place in all_of.split()
}
_PARTICLES = ("di", "ke", "Di", "Ke")
_TAILS = re.compile(r"(?:nya|(?<=sini|situ|sana)lah|-mana)$")
_ANYWHERE = re.compile(r"(?<=mana)pun$")  # `pun` is a word of its own too
# Verbs that are mostly met in the passive, and are no noun.
_VERBS = frozenset(
    """
    adakan alihkan amankan arahkan bagikan batalkan bawakan bebaskan berikan berlakukan bicarakan
    canangkan daftarkan dapatkan dirikan fokuskan gratiskan gunakan hadapkan hapuskan harapkan
    hasilkan hentikan hubungkan izinkan jadikan jadwalkan jalankan jatuhkan jelaskan kabarkan
    katakan keluarkan kembalikan kembangkan kerjakan khawatirkan kirimkan lakukan laksanakan
    lanjutkan laporkan libatkan maksimalkan manfaatkan maksudkan masukkan menangkan musnahkan
    naikkan nyatakan operasikan padamkan pastikan pasarkan perbolehkan perkirakan perlukan
    pertahankan pindahkan prioritaskan rasakan rencanakan resmikan salurkan sampaikan satukan
    sebabkan sebutkan sediakan selamatkan selenggarakan selesaikan serahkan sesuaikan siapkan
    simpulkan sosialisasikan tawarkan tempatkan temukan terapkan terbitkan tetapkan tingkatkan
    tujukan tunjukkan turunkan umumkan wajibkan akhiri akui alami atasi awali awasi bekali
    dampingi datangi hadiri hiasi ikuti imbangi jalani jauhi ketahui kunjungi lalui lengkapi
    lindungi miliki minati pengaruhi penuhi percayai sepakati setujui tandatangani tangani temui
    tempati ambil angkut bangun bawa beli beri buat bunuh buka cabut cari culik curi dapat duga
    gugat hajar jemput jual kenal kirim larang lihat minta paksa pakai panggil pilih
    potong rawat sita tahan tangkap tembak terima tikam tuduh tuntut ubah usut vonis
""".split()
)


def joined(subject: Subject) -> Iterator[Hit]:
    """`disekitar`, `kedepan`; `di berikan`, `keluar negeri`."""
    for field, found in subject.words():
        text = subject.text(field)
        for number, (word, start, end) in enumerate(found):
            if word[:2] not in _PARTICLES:
                continue
            right = _apart(word)
            if right:
                message = f"'{word[:2].lower()}' stands apart before a place"
                safe = None if is_named(text, start, end, field) else right
                yield Hit(field, message, (start, end), right, safe)
            elif word.lower() in ("di", "keluar") and number + 1 < len(found):
                after, begins, ends = found[number + 1]
                if begins == end + 1:
                    yield from _pair(field, word, after, (start, ends))


def _apart(word: str) -> str:
    """`di sekitar` for `disekitar`; '' where the word is right."""
    place = _ANYWHERE.sub("", word)
    if len(word) < 5 or _TAILS.sub("", place.lower()) not in _JOINED:
        return ""
    return f"{word[:2]} {place[2:]}" + (" pun" if place != word else "")


def _pair(field: str, word: str, after: str, place: Span) -> Iterator[Hit]:
    """Two words, of which the first is or begins with a particle."""
    if word.lower() == "keluar":
        if after == "negeri":
            right = f"{word[:2]} luar {after}"
            yield Hit(field, "'ke' stands apart before 'luar negeri'", place, right, right)
    elif after.removesuffix("nya") in _VERBS:
        yield Hit(field, "'di' is joined to a verb", place, word + after, word + after)
