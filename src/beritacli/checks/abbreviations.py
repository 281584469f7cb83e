"""Abbreviations that are used and never spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beritacli.checks.finding import Hit
from beritacli.checks.subject import Subject
from beritacli.indonesian.abbreviations import ABBREVIATIONS
from beritacli.indonesian.text import words

# What stands for several things: the United Nations, a party, a project.
_SEVERAL = {"pbb", "pkb", "psn", "prt", "pmt", "pkh"}
# What every reader knows, or knows better short than long.
_KNOWN = frozenset(
    """
    apbd apbn asn bandara bansos bawaslu bmkg bpjs bpk bps bumn cagub caleg capres cawapres damkar
    dinkes dishub dki dpd dpr gor dprd jabodetabek jakbar jakpus jaksel jaktim jakut kadin kapolda
    kapolres kapolri kapolsek kejagung kejari kejati kemenag kemendag kemendagri kemendikbud
    kemenhub kemenkes kemenkeu kemenko kemenkumham kemenlu kemenparekraf kemenpora kemensos koni
    kpk kpu krl ktp kua lansia lapas lrt menag mendag mendagri mendikbud menhub menkes menkeu
    menko menlu menpora mensos monas mrt mui ormas pemda pemilu pemkab pemkot pemprov perda pergub
    perpres pilgub pilkada pilpres plt pmi pns polda polres polsek posyandu puskesmas rsud rusun
    ruu satgas satpol sekda sma smk smp spbu stnk tmii tni tps tpu umkm wagub walkot wapres wna
    wni prt bpom ott
""".split()
)
_SHORT = re.compile(r"(?<![\w.&/-])[A-Z]{3,6}(?![\w&-])")
_EXPLAINED = re.compile(r" \([^\W\d]{2,} ")  # the long form behind the short one


def unexplained(subject: Subject) -> Iterator[Hit]:
    """An abbreviation of the table, or of the desk, whose long form stands nowhere."""
    forms = {**ABBREVIATIONS, **subject.policy.abbreviations}
    body = subject.text("body")
    said, told = "", set(_KNOWN | _SEVERAL) - subject.policy.abbreviations.keys()
    for match in _SHORT.finditer(body):
        short = match[0].lower()
        if short in told or short not in forms:
            continue
        told.add(short)
        if f"({match[0]})" in body or _EXPLAINED.match(body, match.end()):
            continue
        said = said or " / ".join(" ".join(words(text)) for _, text in subject.texts())
        if not any(" ".join(form) in said for form in forms[short]):
            long = " ".join(_written(word) for word in forms[short][0])
            message = f"{match[0]} is spelt out nowhere"
            yield Hit("body", message, match.span(), f"{long} ({match[0]})")


def _written(word: str) -> str:
    """A word of a long form as it stands in a name."""
    return word if word in ("dan", "dengan", "dari", "untuk", "di") else word.capitalize()
