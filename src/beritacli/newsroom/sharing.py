"""Hand an article on: text to paste, and the addresses behind the page's `Bagikan ke`."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from beritacli.domain.article import Article
from beritacli.domain.refs import resolve
from beritacli.indonesian.prose import without_boilerplate
from beritacli.newsroom.desk import Desk
from beritacli.patterns import pattern
from beritacli.values import Value

LONGEST_LEAD = 280  # characters; what a chat shows without folding it

# Parameters that tell who shared an address, not what it names.
_TRACKER = pattern(
    r"utm_\w+|(?:fb|g|dc|y|tw)clid|msclkid|gclsrc|igsh(?:id)?|mc_[ce]id|ref_src|_g[al]",
    re.IGNORECASE,
)
_LINK = pattern(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_MARKS = pattern(r"^(?:#{1,6}|[-*+>])\s+|\*\*|__|`", re.MULTILINE)
_SENTENCE = pattern(r"[.!?][”\"’')]*(?=\s)")


class Share(Value):
    """What is handed on of one article; an address is None where there is no `link` to give.

    WhatsApp, X and e-mail take a text alone; Telegram and Facebook want an
    address.
    """

    article: Article
    lead: str
    link: str | None
    text: str
    whatsapp: str
    telegram: str | None
    facebook: str | None
    x: str
    email: str


CHANNELS = ("whatsapp", "telegram", "facebook", "x", "email")


def share(desk: Desk, ref: str, site: str = "") -> Share:
    """What to paste of an article, and an address for each channel, none with a tracker.

    The link is the article's source where that is an address, else `site` and
    the slug, else none.
    """
    article = resolve(ref, desk.repository.read())
    title, lead, link = " ".join(article.title.split()), _lead(article), _link(article, site)
    text = "\n\n".join(part for part in (title, lead, link) if part)
    address = f"&url={_quoted(link)}" if link else ""
    letter = text.replace("\n", "\r\n")  # as RFC 6068 has it
    return Share(
        article,
        lead,
        link,
        text,
        f"https://wa.me/?text={_quoted(text)}",
        link and f"https://t.me/share/url?url={_quoted(link)}&text={_quoted(title)}",
        link and f"https://www.facebook.com/sharer/sharer.php?u={_quoted(link)}",
        f"https://x.com/intent/post?text={_quoted(title)}{address}",
        f"mailto:?subject={_quoted(title)}&body={_quoted(letter)}",
    )


def _link(article: Article, site: str) -> str | None:
    source = (article.source or "").strip()
    if source.lower().startswith(("https://", "http://")):
        return _untracked(source)
    return f"{site.rstrip('/')}/{article.slug}" if site else None


def _untracked(address: str) -> str:
    """The address without what some site added to follow its readers."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    kept = [one for one in parts.query.split("&") if not _TRACKER.fullmatch(one.split("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _lead(article: Article) -> str:
    """The first paragraph without marks; of a long one its first sentences or words."""
    body = without_boilerplate(article.body or "").strip()
    paragraph = re.split(r"\n\s*\n", body, maxsplit=1)[0]
    text = " ".join(_MARKS.sub("", _LINK.sub(r"\1", paragraph)).split())
    if len(text) <= LONGEST_LEAD:
        return text
    ends = [m.end() for m in _SENTENCE.finditer(text[: LONGEST_LEAD + 1])]
    if ends and ends[-1] > LONGEST_LEAD // 3:
        return text[: ends[-1]]
    return text[:LONGEST_LEAD].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def _quoted(text: str) -> str:
    return quote(text, safe="")
