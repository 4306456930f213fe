"""The numbers that a browser writes before the items of an ordered list."""

from __future__ import annotations

from shuxiang.intake.readers.html_tree import Element

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SMALL_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HIGHEST = 3999


class Numbering:
    """The lists that are open, innermost last: for each its next number and its kind, or None for bullets."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int, str] | None] = []

    def open(self, element: Element) -> None:
        """A list begins."""
        if element.tag != "ol":
            self._open.append(None)
            return
        backwards = "reversed" in element.attrib
        first = sum(1 for child in element if child.tag == "li") if backwards else 1
        self._open.append((_whole(element.get("start"), first), -1 if backwards else 1, element.get("type", "1")))

    def next(self, element: Element) -> str:
        """An item begins: its number with a full stop and a space, or nothing in a list of bullets."""
        if not self._open or not (state := self._open[-1]):
            return ""
        number, step, kind = state
        number = _whole(element.get("value"), number)
        self._open[-1] = (number + step, step, kind)
        return f"{_written(number, kind)}. "

    def close(self) -> None:
        """A list ends."""
        if self._open:
            self._open.pop()


def _whole(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 8 else otherwise


def _written(number: int, kind: str) -> str:
    if kind in ("a", "A") and number > 0:
        text = _letters(number)
    elif kind in ("i", "I") and 0 < number <= _HIGHEST:
        text = _roman(number)
    else:
        return str(number)
    return text.upper() if kind.isupper() else text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, *_SMALL_ROMAN):
        text += letters * (number // value)
        number %= value
    return text
