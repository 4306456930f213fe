"""The members' cards as one HTML file to be printed: A4, one card on a sheet, or eight to be cut.

The file is the only place where the keys stand. It also holds the keys' ids, which say nothing of the keys, so that
a run that was cut off can be told from one that was not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import segno
from lxml import etree
from lxml.builder import E

from shuxiang.core.labels import day_text
from shuxiang.exports.block_text import one_line

ON_SMALL_SHEET = 8

_STYLE = files("shuxiang.exports").joinpath("assets", "cards.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_IDS = re.compile(rb'<meta name="key-ids" content="([0-9a-z ]*)"')
_QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004, 6.3.8)."""
_LONG_NAME, _LONG_NUMBER, _LONG_PLACE = 8, 8, 34
_STEPS = (
    "用手机扫二维码；或打开上面的网址，填编号和密钥。",
    "看一看编号是不是您的，点“把这张卡设在这台设备上”。",
    "设好了。以后打卡照旧，回执会自己带上编号和签名。",
)
_FACTS = (
    "用不用这张卡，由您自己定。不用，读文章、打卡也都和原来一样。",
    "聊天软件里打开的网页和手机浏览器各记各的：平时在哪里打卡，就在哪里设。",
    "请像银行卡一样收好：不拍照发群，不借给别人。",
    "丢了，或者密钥被别人看到了，请告诉办公室换一张，以前的记录不受影响。",
)
_BRIEF = (
    "扫码，或打开网址填编号和密钥，点“把这张卡设在这台设备上”。用不用由您自己定；"
    "请像银行卡一样收好，丢了请告诉办公室换一张。"
)


@dataclass(frozen=True, slots=True)
class Card:
    """``link`` sets number and key on the member's device; ``key_id`` is the key's name in the ledger."""

    number: str
    name: str
    group: str
    key: str
    key_id: str
    link: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What all cards of a file say: whose they are, the page where a key is typed in, and since when they hold."""

    office: str
    place: str
    on: date


def card_sheets(cards: Sequence[Card], issue: Issue, *, small: bool = False) -> bytes:
    """The file; the same cards give the same bytes."""
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta(name="viewport", content="width=device-width"),
        E.meta(name="referrer", content="no-referrer"),
        E.meta({"http-equiv": "Content-Security-Policy"}, content=_POLICY),
        E.meta(name="key-ids", content=" ".join(card.key_id for card in cards)),
        E.title("委员卡"),
        E.style(_STYLE.read_text(encoding="utf-8")),
    )
    page = E.html(head, E.body(*(_small_sheets(cards, issue) if small else _sheets(cards, issue))), lang="zh-CN")
    return b"<!doctype html>\n" + bytes(etree.tostring(page, method="html", encoding="utf-8")) + b"\n"


def key_ids(data: bytes) -> tuple[str, ...]:
    """The ids of the keys on the cards of a file; none for one that is not whole."""
    found = _IDS.search(data)
    return tuple(found[1].decode().split()) if found and data.rstrip().endswith(b"</html>") else ()


def _sheets(cards: Sequence[Card], issue: Issue) -> Iterator[Any]:
    return (E.section({"class": "sheet one"}, _card(card, issue)) for card in cards)


def _small_sheets(cards: Sequence[Card], issue: Issue) -> Iterator[Any]:
    for start in range(0, len(cards), ON_SMALL_SHEET):
        some = cards[start : start + ON_SMALL_SHEET]
        yield E.section({"class": "sheet eight"}, *(_small_card(card, issue) for card in some))


def _card(card: Card, issue: Issue) -> Any:
    return E.article(
        {"class": "card"},
        _header(issue),
        E.p({"class": "who"}, _text("name", card.name, _LONG_NAME), _text("group", card.group)),
        E.dl(
            E.div(E.dt("编号"), E.dd(_text("number", card.number, _LONG_NUMBER))),
            E.div(E.dt("密钥"), E.dd({"class": "key"}, card.key)),
        ),
        E.div(
            {"class": "way"},
            _qr(card.link),
            E.div(
                E.p("网址"),
                E.p(_text("place", issue.place, _LONG_PLACE)),
                E.p(
                    {"class": "spelt"},
                    "二维码里的链接：",
                    E.br(),
                    E.a({"class": "link", "href": card.link}, card.link),
                ),
            ),
        ),
        E.ol(*map(E.li, _STEPS)),
        E.ul(*map(E.li, _FACTS)),
        E.footer(f"{day_text(issue.on)}发。以前发过卡的，以这一张为准。"),
    )


def _small_card(card: Card, issue: Issue) -> Any:
    return E.article(
        {"class": "card"},
        _header(issue),
        E.div(
            {"class": "way"},
            E.div(
                {"class": "facts"},
                E.p(_text("name", card.name, _LONG_NAME)),
                E.p(_text("group", card.group)),
                E.dl(E.dt("编号"), E.dd(_text("number", card.number, _LONG_NUMBER))),
            ),
            _qr(card.link),
        ),
        E.p(_text("place", issue.place, _LONG_PLACE)),
        E.p({"class": "key"}, card.key),
        E.p({"class": "brief"}, _BRIEF),
    )


def _header(issue: Issue) -> Any:
    return E.header(E.h1("委员卡"), E.p({"class": "office"}, one_line(issue.office)))


def _text(kind: str, text: str, long: int = 0) -> Any:
    """A text as it is, in smaller type where it is long."""
    shown = one_line(text)
    return E.span({"class": f"{kind} long" if long and len(shown) > long else kind}, shown)


def _qr(link: str) -> Any:
    """The code as one path, a stroke for each run of dark modules."""
    code = segno.make_qr(link, error="m")
    size = code.symbol_size(border=_QUIET)[0]
    view = {"viewBox": f"0 0 {size} {size}", "role": "img", "aria-label": "二维码"}
    runs = "".join(_runs(code))
    return E.div({"class": "qr"}, E.svg(view, E.path({"d": runs, "stroke": "#000", "fill": "none"})))


def _runs(code: segno.QRCode) -> Iterator[str]:
    for row, line in enumerate(code.matrix):
        for run in re.finditer(rb"\x01+", bytes(line)):
            yield f"M{_QUIET + run.start()} {_QUIET + row}.5h{run.end() - run.start()}"
