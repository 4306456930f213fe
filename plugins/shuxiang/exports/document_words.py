"""What our documents say in the same words: 无, 合计, the numbers of their parts, the titles of materials."""

from __future__ import annotations

from shuxiang.core.model import Slot
from shuxiang.exports.blocks import Heading

NOTHING = "无"
SUM = "合计"
_NUMERALS = "一二三四五六七八九十"


def part_heading(number: int, title: str) -> Heading:
    """The heading of a document's part: 一、总的情况. The parts are counted from 1 up to 10."""
    return Heading(f"{_NUMERALS[number - 1]}、{title}")


def titles(slot: Slot, between: str = "") -> str:
    """The titles of the slot's materials: 《甲》《乙》; empty where it has none."""
    return between.join(f"《{material.title}》" for material in slot.materials)
