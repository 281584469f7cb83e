"""The table of rules. Importing it loads no rule; `Rule.load` imports the module of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.checks.finding import Hit
    from beritacli.checks.subject import Subject

LEVELS = ("error", "warning", "note")
PROSE = ("title", "photo.caption", "quote", "body")  # in the order of the page


class Rule(Value):
    """One rule: its function, the level that it has by default, and where it looks.

    `about` says what is wrong, `example` and `better` show it. With `fixes` a
    place can be mended without a person; with `gathers` many places in a field
    are one finding.
    """

    function: str
    level: str
    fields: tuple[str, ...]
    about: str
    example: str
    better: str = ""
    fixes: bool = False
    gathers: bool = False

    def load(self) -> Callable[[Subject], Iterator[Hit]]:
        """The function of the rule."""
        module, _, name = self.function.partition(".")
        check: Callable[[Subject], Iterator[Hit]] = getattr(
            import_module(f"beritacli.checks.{module}"), name
        )
        return check


RULES: dict[str, Rule] = {
    "missing-title": Rule(
        "missing.title", "error", ("title",), "The headline is empty.", "title: (empty)"
    ),
    "missing-body": Rule(
        "missing.body", "error", ("body",), "There is no text.", "body: (empty)"
    ),
    "missing-reporter": Rule(
        "missing.reporter", "error", ("reporter",), "No reporter is named.", "reporter: (empty)"
    ),
    "missing-editor": Rule(
        "missing.editor", "error", ("editor",), "No editor is named.", "editor: (empty)"
    ),
    "missing-section": Rule(
        "missing.section", "warning", ("section",), "The article is in no section.",
        "section: (empty)",
    ),
    "missing-caption": Rule(
        "missing.caption", "warning", ("photo.caption",), "The photo has no caption.",
        "photo.caption: (empty)",
    ),
    "photo-credit": Rule(
        "missing.credit", "warning", ("photo.credit",),
        "There is a photo, or a caption of one, and nobody is credited.",
        "photo.caption: Warga menanam padi; photo.credit: (empty)",
    ),
    "reporter-editor": Rule(
        "missing.reporter_is_editor", "warning", ("editor",),
        "Reporter and editor are the same person.", "reporter: Rani; editor: Rani",
    ),
    "headline-length": Rule(
        "headline.length", "warning", ("title",),
        "The headline is longer than `checks.headline_length` characters.",
        "a headline of 130 characters",
    ),
    "headline-caps": Rule(
        "headline.shouting", "warning", ("title",),
        "The headline is in capitals, or has several exclamation marks.",
        "WARGA TOLAK PEMBANGUNAN PASAR", "Warga Tolak Pembangunan Pasar",
    ),
    "headline-stop": Rule(
        "headline.full_stop", "warning", ("title",), "The headline ends in a full stop.",
        "Warga Menanam Padi.", "Warga Menanam Padi", fixes=True,
    ),
    "caption-headline": Rule(
        "headline.as_caption", "warning", ("photo.caption",),
        "The caption only repeats the headline.",
        "title and photo.caption: Warga Menanam Padi",
    ),
    "weekday": Rule(
        "dates.weekday", "warning", PROSE,
        "Weekday and date disagree; a date without a year is in the article's.",
        "Kamis (10/7), in an article of July 2024", "Rabu (10/7)",
    ),
    "no-such-date": Rule(
        "dates.impossible", "warning", PROSE, "The calendar has no such date.", "Senin (31/9)"
    ),
    "future-date": Rule(
        "dates.future", "warning", ("published_at",),
        "The article is published, and dated later than now.",
        "published_at: tomorrow",
    ),
    "before-event": Rule(
        "dates.before_event", "warning", ("body",),
        "The article is dated before the day on which its source spoke.",
        "ujarnya, Jumat (12/7), in an article of 11 July",
    ),
    "quote-absent": Rule(
        "quotation.absent", "warning", ("quote",),
        "The pull quote does not stand in the text; a cut one may.",
        "quote: Kami bangga; body: … kami senang …",
    ),
    "quote-marks": Rule(
        "quotation.unbalanced", "warning", PROSE, "A quotation mark has no partner.",
        '"Kami siap, katanya.', '"Kami siap," katanya.',
    ),
    "quote-kinds": Rule(
        "quotation.mixed", "warning", PROSE,
        "A quotation opens with one kind of mark and closes with another.",
        '"Kami siap,” katanya.', '"Kami siap," katanya.', fixes=True,
    ),
    "thousands": Rule(
        "numbers.thousands", "warning", PROSE, "A number of things has no point after thousands.",
        "4500 warga", "4.500 warga", fixes=True,
    ),
    "rupiah": Rule(
        "numbers.rupiah", "note", PROSE, "`Rp` stands right before its number.",
        "Rp 5.000, Rp. 5.000", "Rp5.000", fixes=True, gathers=True,
    ),
    "decimal": Rule(
        "numbers.decimal", "warning", PROSE, "A decimal has a point instead of a comma.",
        "3.5 persen", "3,5 persen", fixes=True,
    ),
    "di-ke": Rule(
        "particles.joined", "warning", PROSE,
        "`di` and `ke` stand apart from a place, and joined to a verb.",
        "disekitar, di berikan", "di sekitar, diberikan", fixes=True,
    ),
    "doubled-word": Rule(
        "words.doubled", "warning", PROSE, "A word stands twice.",
        "warga yang yang hadir", "warga yang hadir", fixes=True,
    ),
    "double-space": Rule(
        "characters.spaces", "note", PROSE, "There are several spaces between two words.",
        "warga  hadir", "warga hadir", fixes=True, gathers=True,
    ),
    "nbsp": Rule(
        "characters.fixed_spaces", "note", PROSE,
        "There are no-break spaces, mostly left by an editing program.",
        "warga\\u00a0hadir", "warga hadir", fixes=True, gathers=True,
    ),
    "invisible": Rule(
        "characters.invisible", "warning", PROSE,
        "There are characters that nobody sees: zero-width, direction, control.",
        "warga\\u200bhadir", "wargahadir", fixes=True, gathers=True,
    ),
    "mojibake": Rule(
        "characters.mojibake", "warning", PROSE, "A character was read in the wrong encoding.",
        "â€œKamiâ€\\u009d", "“Kami”", fixes=True, gathers=True,
    ),
    "nfc": Rule(
        "characters.decomposed", "note", PROSE,
        "A letter and its accent are two characters (not NFC).",
        "cafe\\u0301", "café", fixes=True, gathers=True,
    ),
    "name": Rule(
        "names.variants", "warning", PROSE, "A name is spelt in two ways.",
        "Rachmat Hidayat … Rahmat Hidayat",
    ),
    "abbreviation": Rule(
        "abbreviations.unexplained", "note", ("body",),
        "An abbreviation is used and nowhere spelt out.",
        "warga menerima KLJ", "warga menerima Kartu Lansia Jakarta (KLJ)",
    ),
    "spelling": Rule(
        "words.spelling", "note", PROSE, "A spelling that the dictionary does not have.",
        "apotik, resiko", "apotek, risiko", fixes=True,
    ),
    "boilerplate": Rule(
        "leftovers.boilerplate", "warning", ("body",),
        "A site's own words are left in the text.", "Baca juga: Warga Menanam Padi",
    ),
    "duplicate": Rule(
        "around.duplicate", "warning", ("title", "body"),
        "Another article has the same headline or nearly the same text.",
        "the same text twice, as #12 and #40",
    ),
    "broken-pin": Rule(
        "around.broken_pin", "warning", ("related",),
        "A pinned article is missing, in the bin or not published.", "related: 99",
    ),
}  # fmt: skip
