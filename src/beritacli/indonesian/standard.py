"""Spellings that the dictionary does not have, with those that it has.

Our own table, each pair looked at against Kamus Besar Bahasa Indonesia (KBBI VI,
kbbi.kemdikbud.go.id) and EYD edition V (2022): words that KBBI refers to another,
verbs whose first letter melts (`mempengaruhi`), compounds and `pun` written as
one. Left out is what stands in KBBI beside the other form, what is only colloquial,
and what is a word of its own (`bis`, `pemukiman`). A desk adds its own in the settings.
"""

from __future__ import annotations

from collections.abc import Mapping

# Wrong and right; small letters only, so that names such as Apotik Sehat are left alone.
_TABLE = """
adzan azan, akte akta, aksesoris aksesori, aktifitas aktivitas, analisa analisis, anugrah
anugerah, apotik apotek, asesoris aksesori, atlit atlet, azas asas, berfikir berpikir, bernafas
bernapas, berhutang berutang, cabe cabai, cendikiawan cendekiawan, cidera cedera, cinderamata
cendera mata, detil detail, diagnosa diagnosis, dihimbau diimbau, dihisap diisap, dijadualkan
dijadwalkan, dilegalisir dilegalisasi, diminimalisir diminimalisasi, direspon direspons, dirubah
diubah, disain desain, dollar dolar, dzikir zikir, efektifitas efektivitas, ekosistim ekosistem,
ekstrim ekstrem, elit elite, esei esai, faham paham, fihak pihak, fikir pikir, fikiran pikiran,
frekwensi frekuensi, gubug gubuk, hakekat hakikat, handal andal, hapal hafal, hektar hektare,
hembusan embusan, himbau imbau, himbauan imbauan, hipotesa hipotesis, hirarki hierarki, hisap
isap, hoax hoaks, hutang utang, ijasah ijazah, ijin izin, indera indra, intelejen intelijen,
insyaf insaf, isteri istri, jadual jadwal, jaman zaman, jamaah jemaah, jendral jenderal, justeru
justru, kadaluarsa kedaluwarsa, kadaluwarsa kedaluwarsa, kaos kaus, karir karier, karna karena,
kehandalan keandalan, komersil komersial, komoditi komoditas, komplek kompleks, kongkrit konkret,
konkrit konkret, konsekwensi konsekuensi, kreatifitas kreativitas, kuatir khawatir, kwalitas
kualitas, kwitansi kuitansi, kyai kiai, lansekap lanskap, lembab lembap, lobang lubang, maghrib
magrib, managemen manajemen, mangkok mangkuk, mantab mantap, menejer manajer, mengantri mengantre,
antri antre, antrian antrean, menghembuskan mengembuskan, menghimbau mengimbau, menghisap
mengisap, meminimalisir meminimalisasi, mengijinkan mengizinkan, merespon merespons, merubah
mengubah, mesjid masjid, metoda metode, mie mi, milyar miliar, milyaran miliaran, moderen modern,
motifasi motivasi, musholla musala, mushola musala, musium museum, nafas napas, nampak tampak,
nasehat nasihat, negri negeri, nomer nomor, obyek objek, obyektif objektif, ojeg ojek, otentik
autentik, otopsi autopsi, pararel paralel, paska pasca, pasport paspor, pengijinan pengizinan,
penghisap pengisap, perangko prangko, perduli peduli, perijinan perizinan, personil personel,
pondasi fondasi, praktek praktik, produktifitas produktivitas, propinsi provinsi, prosentase
persentase, rapih rapi, realita realitas, rejeki rezeki, resiko risiko, respon respons, samudera
samudra, saos saus, sekedar sekadar, sekertaris sekretaris, seksama saksama, sensitifitas
sensitivitas, shalat salat, sholat salat, silahkan silakan, sintesa sintesis, sistim sistem, sorga
surga, sportifitas sportivitas, standarisasi standardisasi, subyek subjek, subyektif subjektif,
supir sopir, sutera sutra, syaraf saraf, taqwa takwa, tauladan teladan, tehnik teknik, tehnologi
teknologi, telor telur, tentram tenteram, teoritis teoretis, terlanjur telanjur, terlantar
telantar, tradisionil tradisional, trampil terampil, trilyun triliun, triliyun triliun, ustadz
ustaz, varitas varietas, mempengaruhi memengaruhi, mempercayai memercayai, mempesona memesona,
mempedulikan memedulikan, mempelopori memelopori, memperkosa memerkosa, mempopulerkan
memopulerkan, memposisikan memosisikan, mempidanakan memidanakan, mempublikasikan memublikasikan,
mempolitisasi memolitisasi, mempatenkan mematenkan, memparkir memarkir, memparkirkan memarkirkan,
mensejahterakan menyejahterakan, mensinergikan menyinergikan, mensosialisasikan menyosialisasikan,
mensukseskan menyukseskan, mensuplai menyuplai, mensurvei menyurvei, mensahkan mengesahkan,
mentaati menaati, mentargetkan menargetkan, menterjemahkan menerjemahkan, mentoleransi
menoleransi, mentolerir menoleransi, mengkampanyekan mengampanyekan, mengkategorikan
mengategorikan, mengkomentari mengomentari, mengkomersialkan mengomersialkan, mengkomunikasikan
mengomunikasikan, mengkonfirmasi mengonfirmasi, mengkonsumsi mengonsumsi, mengkonversi
mengonversi, mengkoordinasikan mengoordinasikan, mengkoordinir mengoordinasi, mengkonsultasikan
mengonsultasikan, mencontek menyontek, bekerjasama bekerja sama, bertandatangan bertanda tangan,
bertanggungjawab bertanggung jawab, bulutangkis bulu tangkis, darimana dari mana, ibukota ibu
kota, kerjasama kerja sama, lalulintas lalu lintas, orangtua orang tua, rumahtangga rumah tangga,
sepakbola sepak bola, tandatangan tanda tangan, tanggungjawab tanggung jawab, tatacara tata cara,
terimakasih terima kasih, unjukrasa unjuk rasa, walikota wali kota, Walikota Wali Kota, apapun apa
pun, iapun ia pun, inipun ini pun, itupun itu pun, kapanpun kapan pun, manapun mana pun, merekapun
mereka pun, satupun satu pun, siapapun siapa pun
"""
_DATES = "Jum'at Jumat, jum'at Jumat, Nopember November, Pebruari Februari"


def _read(table: str) -> dict[str, str]:
    pairs = (entry.split(maxsplit=1) for entry in " ".join(table.split()).split(", "))
    return dict(pairs)


SPELLINGS: Mapping[str, str] = _read(_TABLE)
DAY_SPELLINGS: Mapping[str, str] = _read(_DATES)
