"""The text of a web file as browsers take it, whatever it is encoded in."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
"""How an XML declaration begins in UTF-16 without a mark."""

_SAID = re.compile(
    rb"""\A@charset[ ]"([^"]*)";
    | \A\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)
    | <meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_LOOKED_THROUGH = 8192
"""Bytes; browsers look for a declaration in the first 1024, and on until the head ends."""

_TAKEN_FOR = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
}
_BROWSERS_KNOW = re.compile(r"gb18030|big5hkscs|cp932|cp949|euc_jp|iso2022_jp|cp125\d|iso8859-\d+|koi8-[ru]")
"""By Python's names. https://encoding.spec.whatwg.org/#names-and-labels"""


def readings(data: bytes) -> tuple[str, ...]:
    """The texts that a browser may see in a file, the likeliest first: one, when there is no doubt.

    A mark at the beginning settles it. A declaration does not: a server that says UTF-8 is believed instead.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return (data[len(mark) :].decode(codec, "replace"),)
    for start, codec in _UNMARKED:
        if data.startswith(start):
            return (data.decode(codec, "replace"),)
    text = data.decode("utf-8", "replace")
    codec = _said(data) or _guessed(data)
    return (data.decode(codec, "replace"), text) if codec else (text,)


def _said(data: bytes) -> str:
    """The codec of the encoding that the file declares; empty for UTF-8 and for what no browser knows."""
    match = _SAID.search(data[:_LOOKED_THROUGH])
    if not match:
        return ""
    try:
        name = codecs.lookup((match[1] or match[2] or match[3] or b"").decode("ascii")).name
    except (LookupError, ValueError):
        return ""
    taken = _TAKEN_FOR.get(name, name)
    return taken if _BROWSERS_KNOW.fullmatch(taken) else ""


def _guessed(data: bytes) -> str:
    """What a Chinese browser takes a file for that declares nothing and is no UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return ""
