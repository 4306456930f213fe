"""Addresses of links and pictures, as they are written between Markdown's brackets."""

from __future__ import annotations

import re
from urllib.parse import quote

from shuxiang.intake.addresses import safe
from shuxiang.intake.writing.escaping import ENTITY

_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff()<>\[\]{}\"'`\\|*^$]")


def address(href: str) -> str:
    """A link's address; empty when it is none that may stand on a page, or one within the old document."""
    found = safe(_quoted(href.strip()))
    return "" if found.startswith("#") else found


def picture_address(path: str) -> str:
    """The address of a file beside the page."""
    return _quoted(path).replace(":", "%3A")


def _quoted(text: str) -> str:
    return ENTITY.sub("&amp;", _UNFIT.sub(lambda match: quote(match[0], safe=""), text))
