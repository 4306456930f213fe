"""The page of one material: its slot, its neighbours in the cadence, where its video and handout are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shuxiang.core.labels import dates_text, period_label
from shuxiang.core.model import Material
from shuxiang.pages.events import EventView, lecture_span, linking_to
from shuxiang.pages.slot_view import SlotView, length_of, minutes_of, with_materials

_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class MaterialPage:
    """``slot`` is None for a material that found no place in the programme.

    ``beside`` are the views of the same slot with its other materials; ``events`` are those that name this one.
    ``links`` gives the address of a video or handout by its text: a whole web address, or one below the site's
    root. Texts that are mere words have none.
    """

    material: Material
    slot: SlotView | None
    previous: SlotView | None
    next: SlotView | None
    beside: tuple[SlotView, ...]
    events: tuple[EventView, ...]
    length: int
    minutes: int
    period: str
    dates: str
    lecture_time: str
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a material stands: the view before it, its own, the one after it, and those beside it in its slot."""

    before: SlotView | None = None
    own: SlotView | None = None
    after: SlotView | None = None
    beside: tuple[SlotView, ...] = ()


def material_pages(
    materials: Mapping[str, Material],
    slots: Iterable[SlotView],
    events: Iterable[EventView],
    attachment: Callable[[Material, str], str],
) -> dict[str, MaterialPage]:
    """The pages by material path. Neighbours are the nearest slots of the same cadence that have a material.

    ``attachment`` gives the address below the site's root of a file that a material names, or an empty text.
    """
    placed = _placed(tuple(slots))
    named = [event for event in events if event.materials]
    return {
        path: _page(material, placed.get(path, _Place()), linking_to(path, named), attachment)
        for path, material in materials.items()
    }


def _placed(slots: tuple[SlotView, ...]) -> dict[str, _Place]:
    """The places by material path."""
    chains: dict[str, list[SlotView]] = {}
    for view in with_materials(slots):
        chains.setdefault(view.cadence_id, []).append(view)
    whole = {slot.id: slot.each for slot in slots}
    return {
        own.material.path: _Place(before, own, after, tuple(v for v in whole[own.id] if v.url != own.url))
        for chain in chains.values()
        for before, own, after in zip([None, *chain[:-1]], chain, [*chain[1:], None], strict=True)
        if own.material
    }


def _lecture_time(material: Material) -> str:
    """When the lecture is, as people say it; what cannot be read as a time, as it is written."""
    span = lecture_span(material)
    written = material.lecture.at if material.lecture else ""
    return span.full_times if span else written


def _named_in(text: str) -> list[str]:
    """The addresses or files that a video or handout names; a list of them has been joined with 、."""
    return [part for part in text.split("、") if part]


def _page(
    material: Material,
    place: _Place,
    events: tuple[EventView, ...],
    attachment: Callable[[Material, str], str],
) -> MaterialPage:
    lecture = material.lecture
    named = _named_in(lecture.video) + _named_in(lecture.handout) if lecture else []
    addresses = {text: text if _ADDRESS.fullmatch(text) else attachment(material, text) for text in named}
    return MaterialPage(
        material=material,
        slot=place.own,
        previous=place.before,
        next=place.after,
        beside=place.beside,
        events=events,
        length=length_of(material),
        minutes=minutes_of(material),
        period=period_label(material.period),
        dates=dates_text(material.period),
        lecture_time=_lecture_time(material),
        links={text: address for text, address in addresses.items() if address},
    )
