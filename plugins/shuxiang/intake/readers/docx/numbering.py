"""The lists of a document as ``numbering.xml`` defines them (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from shuxiang.intake.readers.docx.names import Element, flag, value, w
from shuxiang.intake.readers.docx.styles import Styles

LEVELS = 9
_LONGEST_TEXT = 200
_LONGEST_CHAIN = 10
_MOST = 1_000_000
"""No list counts further; Word itself stops at 32,767."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts, and how its numbers are written.

    ``text`` has ``%1`` where the first level's number stands; ``restart`` is the level after which it begins again,
    from 1 (0: never, None: after any above); ``style`` the paragraph style that always takes this level; ``width``
    how many digits a number has at least.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    digits_only: bool = False
    suffix: str = "tab"
    style: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class NumberedList:
    """One list: all with the same ``counter`` count on together; ``starts`` are where this one begins anew."""

    counter: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph's place in a list."""

    number_id: str
    list: NumberedList
    depth: int

    @property
    def level(self) -> Level:
        """How its level counts."""
        return self.list.levels.get(self.depth, Level())


class Numbering:
    """The lists by their ids, found when they are first asked for."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._numbers = _by_id(root, "num", "numId")
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._found: dict[str, NumberedList | None] = {}

    def item(self, properties: Element | None, style_id: str) -> Item | None:
        """Where a paragraph stands in a list, by itself or by its style; None when it is in none."""
        own = None if properties is None else properties.find(w("numPr"))
        number_id = value(own, w("numId"))
        if number_id is not None:
            return self._item(number_id, _whole(value(own, w("ilvl"))))
        return self._item_by_style(style_id, value(own, w("ilvl")))

    def _item_by_style(self, style_id: str, own_depth: str | None) -> Item | None:
        for style in self._styles.chain(style_id):
            said = style.find(f"{w('pPr')}/{w('numPr')}")
            number_id = value(said, w("numId"))
            if number_id is not None:
                depth = own_depth or value(said, w("ilvl"))
                known = self._list(number_id) if depth is None else None
                return self._item(number_id, _whole(depth) if known is None else _depth_of(known, style))
        return None

    def _item(self, number_id: str, depth: int) -> Item | None:
        found = self._list(number_id)
        return None if found is None else Item(number_id, found, min(max(depth, 0), LEVELS - 1))

    def _list(self, number_id: str) -> NumberedList | None:
        """The list of an id; ``0`` and ids that nothing defines are no list."""
        if number_id not in self._found:
            number = self._numbers.get(number_id)
            self._found[number_id] = None if number is None else self._built(number)
        return self._found[number_id]

    def _built(self, number: Element) -> NumberedList | None:
        counter = self._counter(value(number, w("abstractNumId")) or "")
        if counter is None:
            return None
        levels = {_depth(level): _level(level) for level in _first_levels(self._abstract[counter])}
        starts: dict[int, int] = {}
        for override in number.iterchildren(w("lvlOverride")):
            for level in override.iterchildren(w("lvl")):
                levels[_depth(override)] = _level(level)
                starts[_depth(override)] = levels[_depth(override)].start
            start = value(override, w("startOverride"))
            if start is not None:
                starts[_depth(override)] = _whole(start)
        return NumberedList(counter, levels, starts)

    def _counter(self, abstract_id: str) -> str | None:
        """The definition that has the levels: some only say which list style has them."""
        for _ in range(_LONGEST_CHAIN):
            if abstract_id not in self._abstract:
                break
            style = value(self._abstract[abstract_id], w("numStyleLink"))
            if style is None:
                return abstract_id
            said = next(self._styles.properties(style, "pPr"), None)
            number = self._numbers.get(value(said.find(w("numPr")), w("numId")) or "") if said is not None else None
            abstract_id = value(number, w("abstractNumId")) or ""
        return None


def _by_id(root: Element | None, name: str, attribute: str) -> dict[str, Element]:
    found = () if root is None else root.iterchildren(w(name))
    return {element.get(w(attribute), ""): element for element in found}


def _first_levels(abstract: Element) -> Iterator[Element]:
    return islice(abstract.iterchildren(w("lvl")), LEVELS)


def _level(level: Element) -> Level:
    """A level; a format that the standard has no name for is given by the fallback that old programs count by."""
    form = next((str(found.get(w("val"), "")) for found in level.iter(w("numFmt"))), "decimal")
    pattern = next((found.get(w("format"), "") for found in level.iter(w("numFmt"))), "")
    restart = value(level, w("lvlRestart"))
    return Level(
        form="decimal" if form == "custom" else form,
        text=(value(level, w("lvlText")) or "")[:_LONGEST_TEXT],
        start=_whole(value(level, w("start")), otherwise=1),
        restart=None if restart is None else _whole(restart),
        digits_only=bool(flag(level, w("isLgl"))),
        suffix=value(level, w("suff")) or "tab",
        style=value(level, w("pStyle")) or "",
        width=min(len(pattern.split(",")[0].strip()), 9) if form == "custom" else 0,
    )


def _depth(level: Element) -> int:
    return _whole(str(level.get(w("ilvl"), "0")))


def _depth_of(numbered: NumberedList, style: Element) -> int:
    style_id = style.get(w("styleId"), "")
    return next((depth for depth, level in numbered.levels.items() if level.style == style_id), 0)


def _whole(text: str | None, otherwise: int = 0) -> int:
    """A number as an attribute has it; hostile ones are cut to what any list may reach."""
    digits = (text or "").strip()
    return min(int(digits[:9]), _MOST) if digits.isascii() and digits.isdigit() else otherwise
