"""Hostile input: refused with its place, or kept as it is and shown harmless.

docs/hostile.md lists each kind with its answer and its test; the two are held together
here, and so are the promises of docs/reliability.md and their tests.
"""

from __future__ import annotations

import gzip
import json
import re

import pytest

from conftest import ROOT, kept_files

TESTS = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests").glob("test_*.py")))

# Texts on which programs have stumbled; none of ours may. Chosen and written down here.
SHAPES = {
    "words": ["undefined", "NULL", "nil", "True", "(kosong)", "constructor", "__proto__"],
    "numbers": ["NaN", "-Infinity", "1e1000", "-1/0", "0x1F", "0b11", "1_000", "١٢٣", "１２", "½", "1e-9"],
    "dashes": ["--help", "-q", "-", "--", "--title=lain", "-0", "@last", "+tag", "^not"],
    "queries": ["#42", "status:draft", "NEAR(a b) AND NOT c*", '" OR ""="', "a;b,c\td", "(", "*"],
    "sql": ["'; DROP TABLE articles; --", "1 OR 1=1", "' UNION SELECT 1 --", "\\'"],
    "shell": ["${HOME} $(id) `id`", "a | tee b > c &", "!!", "~", "*?[a-z]"],
    "formats": ["%s%n%x", "%(title)s", "{0} {title} {{", "{__class__}", "${title}", "%d%%"],
    "pages": ["<script>kirim(1)</script>", "</title><b onclick=x>", "&lt;b&gt; &#27;", "* [x](javascript:1)"],
    "markup": ["[bold red]x[/bold red] [/b] [link=x]", ":fire:", "[/]", "\\[b]", "[@click=keluar]"],
    "formulas": ["=cmd|' /C calc'!A0", "@SUM(1+1)", "+62 21", "-2+3", "\t=1", "'=1"],
    "paths": ["../../etc/passwd", "file:///etc/passwd", "C:\\con\\aux", "a/b\\c", "%2e%2e%2f", "//x/y"],
    "escapes": ["\\u0000", "\\ud800", "\\x1b[31m", "\\n", "\\", "\\\\"],
    "yaml": ["--- \ntitle: lain\n---", "a: [x", "- b: c", "? d", "&e *e", "!f g", "%YAML 1.2", "| h", "# i", "..."],
    "markdown": ["--- # berita\nid: 9\n---", "| a | b |\n|---|---|", "```\nx\n```", "# Judul\n===", "    kode"],
    "lines": ["\r\n\r\n", "a\r\nb", "a\rb", "\u2028baris\u2029", "a\x0bb\x0cc", "a\x85b", '"a\nb"'],
    "controls": ["\x1b[31mmerah\x1b[0m", "\x1b]0;judul\x07", "\x9b31m", "\x08\x7f", "a\x00b", "\x1c\x1f"],
    "directions": ["\u202ekebalik\u202c", "\u2066a\u2069", "\u200f\u061c", "אבג عربي abc", "مرحبا 12:30"],
    "invisible": ["\ufeffawal", "\u200bnol\u200b", "\u00ad", "\u2060", "\U000e0041\U000e007f", "\u3164"],
    "letters": ["Z\u0351\u0358" * 20, "e\u0301\u0323", "é e\u0301", "ａｂｃ", "ǅ ŉ ß İ ı", "田中さん", "ಠ_ಠ", "\ufb01"],
    "emoji": ["👩‍👩‍👧‍👦", "🇮🇩", "👍🏽", "1️⃣", "❤️ ❤", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\ufffd\U0010ffff"],
    "long": ["panjang" * 3000, "a " * 5000, "9" * 5000, "[" * 2000],
}  # fmt: skip

_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(params=SHAPES)
def texts(request) -> list[str]:
    return SHAPES[request.param]


def test_a_hostile_text_goes_through_every_verb_unchanged(texts, berita) -> None:
    titles = [f"x {text}".strip() for text in texts]
    for id, (title, text) in enumerate(zip(titles, texts, strict=True), 1):
        berita("--db", "berita.json", "add", "--title", title, "--body", text, "--caption", text)
        berita("edit", str(id), f"--quote={text}", f"--reporter={text}", f"--section={text}")
        berita("undo")
        berita("redo")
        assert not _ACTING.search(berita("show", str(id)).out)
        assert not _ACTING.search(berita("search", text, exit=None).out)
    kept = [
        (row["title"], row["body"] or "", row["photo"]["caption"] or "")
        for row in json.loads(berita("list", "--json", "--sort", "id").out)
    ]
    assert kept == list(zip(titles, texts, texts, strict=True))
    assert not _ACTING.search(berita("list").out)


# CSV and Markdown are the delicate ones, and what they bring is compared as JSON anyway.
FORMATS = ["csv", "markdown", *(pytest.param(f, marks=pytest.mark.slow) for f in ("json", "jsonl"))]


@pytest.mark.parametrize("format", FORMATS)
def test_a_hostile_text_comes_back_from_an_export(format, texts, berita, desk_folder) -> None:
    rows = [
        {"title": f"x {text}", "body": text, "quote": text, "photo": {"caption": text}}
        | {"reporter": text, "section": text}
        for text in texts
    ]
    berita("--db", "berita.json", "import", "-", "-q", stdin=json.dumps(rows))
    for id, text in enumerate(texts, 1):
        berita("edit", str(id), f"--tag={text}", exit=None)  # not every text can be a tag
    file = desk_folder / f"keluar.{format}"
    berita("export", "--format", format, "-o", str(file))
    berita("--db", "lain.json", "import", "-q", "--format", format, str(file))
    again = berita("--db", "lain.json", "export", "--format", format).out
    assert again.encode() == file.read_bytes()
    assert berita("--db", "lain.json", "export").out == berita("export").out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bom.md", "---\na: &a [x, x]\nb: [*a, *a]\ntitle: Bom\n---\nisi\n", "aliases and anchors"),
        ("tag.md", '---\ntitle: !!python/object/apply:os.system ["id"]\n---\nx\n', "tags and deep"),
        ("dua.md", "---\ntitle: a\ntitle: b\n---\nx\n", "title"),
        ("angka.json", '[{"title": "x", "views": ' + "9" * 5000 + "}]", "5000 digits"),
        ("nan.json", '[{"title": "x", "views": NaN}]', "NaN"),
        ("ganda.json", '[{"title": "x", "title": "y"}]', "title"),
        ("setengah.json", '[{"title": "\\ud800"}]', "surrogate"),
        ("dalam.json", "[" * 100_000, ""),
        ("kutip.csv", 'title,body\n"x,y\n', "line 2"),
        ("biner.json", b"\xff\xfe{}", "UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[:15] else "",
)
def test_a_hostile_file_is_refused_and_nothing_is_changed(
    name, content, said, berita, desk_folder
) -> None:
    berita("--db", "berita.json", "add", "Satu")
    before = kept_files(desk_folder)
    file = desk_folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert said in berita("import", name, exit=3).err
    file.unlink()
    assert kept_files(desk_folder) == before


def test_an_entity_of_xml_is_not_read(berita, desk_folder) -> None:
    secret = desk_folder / "rahasia.txt"
    secret.write_text("isi yang tidak boleh terbaca")
    page = (
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><html><body><h1>&a;</h1></body></html>'
    )
    (desk_folder / "x.html").write_text(page)
    result = berita("--db", "berita.json", "import", "x.html", exit=None)
    assert "terbaca" not in result.out + result.err


def test_a_small_file_that_unpacks_to_much_is_refused(berita, desk_folder) -> None:
    with gzip.open(desk_folder / "bom.json.gz", "wb") as file:
        for _ in range(200):
            file.write(b" " * (1 << 20))
    assert "more than" in berita("--db", "berita.json", "import", "bom.json.gz", exit=3).err
    assert not (desk_folder / "berita.json").exists()


@pytest.mark.parametrize(
    "slug", ["../lari", "/etc/passwd", "a/b", "..", "a\0b", "con:1", "-", "42"]
)
def test_a_slug_cannot_leave_its_folder(slug, berita) -> None:
    berita("--db", "berita.json", "add", "x", f"--slug={slug}", exit=3)


@pytest.mark.parametrize("page", ["hostile.md", "reliability.md"])
def test_every_test_that_the_docs_name_is_there(page) -> None:
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert len(named) >= 10
    assert [name for name in named if f"def {name}(" not in TESTS] == []
