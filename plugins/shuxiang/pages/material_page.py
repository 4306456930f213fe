"""The page of one material: its slot, its neighbours in the cadence, where its video and handout are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shuxiang.core.labels import dates_text, period_label
from shuxiang.core.length import reading_minutes, rounded
from shuxiang.core.model import Material
from shuxiang.pages.slot_view import SlotView, with_materials

_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class MaterialPage:
    """``slot`` is None for a material that found no place in the programme.

    ``links`` gives the address of a video or handout by its text: a whole web address, or one below the site's
    root. Texts that are mere words have none.
    """

    material: Material
    slot: SlotView | None
    previous: SlotView | None
    next: SlotView | None
    length: int
    minutes: int
    period: str
    dates: str
    links: Mapping[str, str]


def material_pages(
    materials: Mapping[str, Material],
    slots: Iterable[SlotView],
    attachment: Callable[[Material, str], str],
) -> dict[str, MaterialPage]:
    """The pages by material path. Neighbours are the nearest slots of the same cadence that have a material.

    ``attachment`` gives the address below the site's root of a file that a material names, or an empty text.
    """
    placed = _placed(slots)
    return {path: _page(material, placed.get(path), attachment) for path, material in materials.items()}


def _placed(slots: Iterable[SlotView]) -> dict[str, tuple[SlotView | None, SlotView, SlotView | None]]:
    """By material path: the slot before, the material's own, and the one after."""
    chains: dict[str, list[SlotView]] = {}
    for slot in with_materials(slots):
        chains.setdefault(slot.cadence_id, []).append(slot)
    return {
        slot.material.path: (before, slot, after)
        for chain in chains.values()
        for before, slot, after in zip([None, *chain[:-1]], chain, [*chain[1:], None], strict=True)
        if slot.material
    }


def _named_in(text: str) -> list[str]:
    """The addresses or files that a video or handout names; a list of them has been joined with 、."""
    return [part for part in text.split("、") if part]


def _page(
    material: Material,
    place: tuple[SlotView | None, SlotView, SlotView | None] | None,
    attachment: Callable[[Material, str], str],
) -> MaterialPage:
    before, slot, after = place or (None, None, None)
    lecture = material.lecture
    named = _named_in(lecture.video) + _named_in(lecture.handout) if lecture else []
    addresses = {text: text if _ADDRESS.fullmatch(text) else attachment(material, text) for text in named}
    return MaterialPage(
        material=material,
        slot=slot,
        previous=before,
        next=after,
        length=rounded(material.characters),
        minutes=reading_minutes(material.characters),
        period=period_label(material.period),
        dates=dates_text(material.period),
        links={text: address for text, address in addresses.items() if address},
    )
