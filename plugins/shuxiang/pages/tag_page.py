"""All tags and the materials under each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shuxiang.pages.slot_view import SlotView, with_materials


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its name and its slots, newest first."""

    name: str
    slots: tuple[SlotView, ...]


def tags(slots: Iterable[SlotView]) -> tuple[Tag, ...]:
    """The tags by number of materials, most first, then by name."""
    found: dict[str, list[SlotView]] = {}
    for slot in with_materials(slots):
        for name in slot.material.tags if slot.material else ():
            found.setdefault(name, []).append(slot)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Tag(name, tuple(reversed(own))) for name, own in ordered)
