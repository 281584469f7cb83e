"""Abbreviations of the city's news and their long forms, for search in both directions.

Our own table, from the official names of offices, regions and services. Left out
is what stands for several things in the same newsroom (PT, DP, KP) and what reads
as a word (siaga, layak). A desk adds its own in the settings.
"""

from __future__ import annotations

from collections.abc import Mapping

_TABLE = """
amdal = analisis mengenai dampak lingkungan
apbd = anggaran pendapatan dan belanja daerah
apbn = anggaran pendapatan dan belanja negara
asn = aparatur sipil negara
baleg = badan legislasi
balitbang = badan penelitian dan pengembangan
bandara = bandar udara
banggar = badan anggaran
banser = barisan ansor serbaguna
bansos = bantuan sosial
bapenda = badan pendapatan daerah
bappeda = badan perencanaan pembangunan daerah
bappenas = badan perencanaan pembangunan nasional
baznas = badan amil zakat nasional
bawaslu = badan pengawas pemilihan umum
bkd = badan kepegawaian daerah
bkkbn = badan kependudukan dan keluarga berencana nasional
bmkg = badan meteorologi klimatologi dan geofisika
bnn = badan narkotika nasional
bnpb = badan nasional penanggulangan bencana
bpbd = badan penanggulangan bencana daerah
bpjs = badan penyelenggara jaminan sosial
bpk = badan pemeriksa keuangan
bpom = badan pengawas obat dan makanan
bprd = badan pajak dan retribusi daerah
bps = badan pusat statistik
bptj = badan pengelola transportasi jabodetabek
brin = badan riset dan inovasi nasional
bumd = badan usaha milik daerah
bumn = badan usaha milik negara
cagub = calon gubernur
caleg = calon legislatif
capres = calon presiden
cawagub = calon wakil gubernur
cawapres = calon wakil presiden
cfd = car free day, hari bebas kendaraan bermotor
damkar = pemadam kebakaran
dbd = demam berdarah dengue
dinkes = dinas kesehatan
dinsos = dinas sosial
disbud = dinas kebudayaan
disdik = dinas pendidikan
disdukcapil = dinas kependudukan dan pencatatan sipil
dishub = dinas perhubungan
diskominfo = dinas komunikasi informatika dan statistik
dislh = dinas lingkungan hidup
disnaker = dinas tenaga kerja
disnakertrans = dinas tenaga kerja dan transmigrasi
disparekraf = dinas pariwisata dan ekonomi kreatif
dispora = dinas pemuda dan olahraga
dispusip = dinas perpustakaan dan kearsipan
dki = daerah khusus ibukota
dkj = daerah khusus jakarta
dpd = dewan perwakilan daerah
dpr = dewan perwakilan rakyat
dprd = dewan perwakilan rakyat daerah
dukcapil = kependudukan dan pencatatan sipil
fkdm = forum kewaspadaan dini masyarakat
fkub = forum kerukunan umat beragama
forkopimda = forum koordinasi pimpinan daerah
forkopimko = forum koordinasi pimpinan kota
gakkum = penegakan hukum
gapoktan = gabungan kelompok tani
gor = gelanggang olahraga
gulkarmat = penanggulangan kebakaran dan penyelamatan
imb = izin mendirikan bangunan
ipal = instalasi pengolahan air limbah
iptek = ilmu pengetahuan dan teknologi
ispu = indeks standar pencemar udara, indeks standar pencemaran udara
jabodetabek = jakarta bogor depok tangerang bekasi
jakbar = jakarta barat
jakpus = jakarta pusat
jaksel = jakarta selatan
jaktim = jakarta timur
jakut = jakarta utara
jkn = jaminan kesehatan nasional
jpo = jembatan penyeberangan orang
juknis = petunjuk teknis
jumantik = juru pemantau jentik
kabag = kepala bagian
kadin = kamar dagang dan industri
kadis = kepala dinas
kadisdik = kepala dinas pendidikan
kadishub = kepala dinas perhubungan
kadisparekraf = kepala dinas pariwisata dan ekonomi kreatif
kajari = kepala kejaksaan negeri
kajati = kepala kejaksaan tinggi
kanwil = kantor wilayah
kapolda = kepala kepolisian daerah
kapolres = kepala kepolisian resor
kapolri = kepala kepolisian republik indonesia
kapolsek = kepala kepolisian sektor
kasatpol = kepala satuan polisi
kasudin = kepala suku dinas
kejagung = kejaksaan agung
kejari = kejaksaan negeri
kejati = kejaksaan tinggi
kemenag = kementerian agama
kemendag = kementerian perdagangan
kemendagri = kementerian dalam negeri
kemendikbud = kementerian pendidikan dan kebudayaan
kemenhub = kementerian perhubungan
kemenkes = kementerian kesehatan
kemenkeu = kementerian keuangan
kemenko = kementerian koordinator
kemenkumham = kementerian hukum dan hak asasi manusia
kemenlu = kementerian luar negeri
kemenparekraf = kementerian pariwisata dan ekonomi kreatif
kemenpora = kementerian pemuda dan olahraga
kemensos = kementerian sosial
kepsek = kepala sekolah
kesbangpol = kesatuan bangsa dan politik
kesra = kesejahteraan rakyat
kjmu = kartu jakarta mahasiswa unggul
kjp = kartu jakarta pintar
klj = kartu lansia jakarta
koni = komite olahraga nasional indonesia
kpj = kartu pekerja jakarta
kpk = komisi pemberantasan korupsi
kpu = komisi pemilihan umum
kpud = komisi pemilihan umum daerah
krl = kereta rel listrik
ktp = kartu tanda penduduk
kua = kantor urusan agama
kub = kelompok usaha bersama
lansia = lanjut usia
lapas = lembaga pemasyarakatan
lbh = lembaga bantuan hukum
linmas = perlindungan masyarakat
lmk = lembaga musyawarah kelurahan
lpm = lembaga pemberdayaan masyarakat
lrt = lintas rel terpadu
menag = menteri agama
mendag = menteri perdagangan
mendagri = menteri dalam negeri
mendikbud = menteri pendidikan dan kebudayaan
menhub = menteri perhubungan
menkes = menteri kesehatan
menkeu = menteri keuangan
menko = menteri koordinator
menlu = menteri luar negeri
menpora = menteri pemuda dan olahraga
mensos = menteri sosial
monas = monumen nasional
mrt = moda raya terpadu
mtq = musabaqah tilawatil quran
mui = majelis ulama indonesia
musrenbang = musyawarah perencanaan pembangunan
nakes = tenaga kesehatan
nik = nomor induk kependudukan
njop = nilai jual objek pajak
odgj = orang dengan gangguan jiwa
ojk = otoritas jasa keuangan
ormas = organisasi masyarakat
ott = operasi tangkap tangan
paskibraka = pasukan pengibar bendera pusaka
paud = pendidikan anak usia dini
pbb = pajak bumi dan bangunan
pemda = pemerintah daerah
pemilu = pemilihan umum
pemkab = pemerintah kabupaten
pemkot = pemerintah kota
pemprov = pemerintah provinsi
perda = peraturan daerah
pergub = peraturan gubernur
permendagri = peraturan menteri dalam negeri
perpres = peraturan presiden
perumda = perusahaan umum daerah
pilgub = pemilihan gubernur
pilkada = pemilihan kepala daerah
pilpres = pemilihan presiden
pjlp = penyedia jasa lainnya orang perorangan
pju = penerangan jalan umum
pkb = pajak kendaraan bermotor
pkh = program keluarga harapan
pkk = pemberdayaan dan kesejahteraan keluarga
pkl = pedagang kaki lima
plt = pelaksana tugas
pmi = palang merah indonesia
pmks = penyandang masalah kesejahteraan sosial
pmt = pemberian makanan tambahan
pns = pegawai negeri sipil
polda = kepolisian daerah
polres = kepolisian resor
polri = kepolisian negara republik indonesia, kepolisian republik indonesia
polsek = kepolisian sektor
posbindu = pos pembinaan terpadu
poskamling = pos keamanan lingkungan
posyandu = pos pelayanan terpadu
ppdb = penerimaan peserta didik baru
ppkukm = perindustrian perdagangan koperasi usaha kecil dan menengah
ppsu = penanganan prasarana dan sarana umum
prt = pekerja rumah tangga
psbb = pembatasan sosial berskala besar
psn = pemberantasan sarang nyamuk
ptsl = pendaftaran tanah sistematis lengkap
ptsp = pelayanan terpadu satu pintu
puskesmas = pusat kesehatan masyarakat
pusling = perpustakaan keliling
raperda = rancangan peraturan daerah
rpjmd = rencana pembangunan jangka menengah daerah
rph = rumah potong hewan
rptra = ruang publik terpadu ramah anak
rsud = rumah sakit umum daerah
rth = ruang terbuka hijau
rusun = rumah susun
rusunami = rumah susun sederhana milik
rusunawa = rumah susun sederhana sewa
ruu = rancangan undang undang
samsat = sistem administrasi manunggal satu atap
satgas = satuan tugas
satpol = satuan polisi
satpel = satuan pelaksana
sekda = sekretaris daerah
sekdes = sekretaris desa
sekko = sekretaris kota
setda = sekretariat daerah
skpd = satuan kerja perangkat daerah
sma = sekolah menengah atas
smk = sekolah menengah kejuruan
smp = sekolah menengah pertama
spbu = stasiun pengisian bahan bakar umum
stnk = surat tanda nomor kendaraan
sudin = suku dinas
sudinsos = suku dinas sosial
tagana = taruna siaga bencana
tangsel = tangerang selatan
tmii = taman mini indonesia indah
tni = tentara nasional indonesia
tpa = tempat pembuangan akhir
tps = tempat pemungutan suara
tpst = tempat pengolahan sampah terpadu
tpu = tempat pemakaman umum
ukm = usaha kecil menengah
ukpd = unit kerja perangkat daerah
umkm = usaha mikro kecil dan menengah
ump = upah minimum provinsi
usbn = ujian sekolah berstandar nasional
wagub = wakil gubernur
walkot = wali kota
wapres = wakil presiden
wawali = wakil wali kota
wawalkot = wakil wali kota
wna = warga negara asing
wni = warga negara indonesia
"""


def read_table(text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Short form -> long forms, each as its words; a line `pemkot = pemerintah kota, …` each."""
    rows = (line.partition("=") for line in text.strip().splitlines())
    return {
        short.strip(): tuple(tuple(form.split()) for form in forms.split(","))
        for short, _, forms in rows
    }


def reversed_table(
    table: Mapping[str, tuple[tuple[str, ...], ...]],
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Long form -> its short forms."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for short, forms in table.items():
        for form in forms:
            found[form] = (*found.get(form, ()), short)
    return found


ABBREVIATIONS: Mapping[str, tuple[tuple[str, ...], ...]] = read_table(_TABLE)
