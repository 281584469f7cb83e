"""Hostile input: refused with its place, or kept as it is and shown harmless.

docs/hostile.md lists each kind with its answer and its test; the two are held together
here, and so are the promises of docs/reliability.md and their tests.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from conftest import kept_files

ROOT = Path(__file__).parent.parent
TESTS = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests").glob("test_*.py")))

# Texts on which programs have stumbled; none of ours may. Chosen and written down here.
TEXTS = [
    "undefined", "NULL", "-1/0", "1e309", "0x1F", "１２３", "٣٤٥", "½", "--help", "-q", "@last",
    "#42", "field:value", "^not", "+tag", "a;b,c\td", "'; DROP TABLE articles; --", '" OR ""="',
    "NEAR(a b) AND NOT c*", "${HOME} $(id) `id`", "%s%n%x {0} {title} {{", "<script>alert(1)</script>",
    "[bold red]x[/bold red] [/b] [link=x]", ":fire: &lt;b&gt;", "=cmd|' /C calc'!A0", "@SUM(1+1)", "+62 21",
    "../../etc/passwd", "file:///etc/passwd", "C:\\con\\aux", "a/b\\c", "%2e%2e%2f", "\\u0000", "\\ud800",
    "e\u0301\u0323", "Z\u0351\u0358" * 20, "\u202eabc\u202c", "\u200bnol\u200b", "\ufeffBOM", "\u2028baris\u2029",
    "\x1b[31mmerah\x1b[0m", "\x07\x08\x7f", "\x9b31m", "👩‍👩‍👧‍👦 🇮🇩", "田中さん", "אבג عربي", "ａｂｃ", "ǅ ŉ ß İ",
    "--- \ntitle: lain\n---", "| a | b |\n|---|---|", "```\nx\n```", "* [x](javascript:1)", "\r\n\r\n", "a\r\nb",
]  # fmt: skip


# Each takes half a second: one in eight runs always, the others with the slow tests.
FAST = [pytest.param(t, marks=[pytest.mark.slow] if n % 8 else []) for n, t in enumerate(TEXTS)]


@pytest.mark.parametrize("text", FAST, ids=range(len(TEXTS)))
def test_a_hostile_text_goes_through_every_verb_unchanged(text, berita, desk_folder) -> None:
    title = f"x {text}".strip()
    berita("--db", "berita.json", "add", "--title", title, "--body", text, "--caption", text)
    berita("edit", "1", f"--quote={text}", f"--reporter={text}", f"--section={text}")
    (row,) = json.loads(berita("list", "--json").out)
    assert (row["title"], row["body"] or "", row["photo"]["caption"] or "") == (title, text, text)
    shown = berita("show", "1").out + berita("list").out + berita("search", "x", exit=None).out
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    for format in ("json", "jsonl"):
        exported = berita("export", "--format", format).out
        Path("lain").mkdir(exist_ok=True)
        copy = desk_folder / "lain" / f"{format}.json"
        file = desk_folder / f"keluar.{format}"
        file.write_text(exported, encoding="utf-8")
        berita("--db", str(copy), "import", str(file), "-q")
        assert berita("--db", str(copy), "export", "--format", format).out == exported
    berita("search", f"{text}", exit=None)
    berita("undo")
    berita("redo")


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
