"""``schedule.json``: the slots as data, for the pages' own scripts and for others. Described in the guide.

The form is stable: fields are added, never renamed, and ``version`` changes if that promise must be broken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from shuxiang.core.model import Material, Programme
from shuxiang.pages.events import EventView
from shuxiang.pages.recess_view import RecessView, recess_views
from shuxiang.pages.slot_view import Site, SlotView

VERSION = 1


def schedule_json(site: Site, slots: tuple[SlotView, ...], events: tuple[EventView, ...]) -> str:
    """The document as JSON text, one slot or event a line, so that two builds can be compared by eye."""
    head = {
        "version": VERSION,
        "built": site.today.isoformat(),
        "utc_offset": "+08:00",
        "programmes": [_programme(programme) for programme in site.schedule.programmes],
    }
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    lists = {
        "slots": map(_slot, slots),
        "recesses": map(_recess, recess_views(site)),
        "events": map(_event, events),
    }
    return ", ".join([opening, *(_lines(name, entries) for name, entries in lists.items())]) + "}\n"


def _lines(name: str, entries: Iterable[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []'


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "year": programme.year,
        "title": programme.title,
        "start": programme.starts.isoformat(),
        "end": programme.ends.isoformat(),
        "cadences": [
            {"id": c.id, "name": c.name, "every": c.every, "at_least": c.at_least} for c in programme.cadences
        ],
    }


def _slot(slot: SlotView) -> dict[str, Any]:
    materials = [_material(view, view.material) for view in slot.each if view.material]
    return {
        "id": slot.id,
        "cadence": slot.cadence_id,
        "programme": slot.year,
        "label": slot.label,
        "start": slot.start,
        "end": slot.end,
        "light": slot.light,
        "checkin": slot.checkin_url,
        "material": materials[0] if materials else None,
        "materials": materials,
    }


def _material(view: SlotView, material: Material) -> dict[str, Any]:
    return {
        "title": material.title,
        "url": view.url,
        "summary": material.summary,
        "characters": material.characters,
        "minutes": view.minutes,
        "group": material.group,
        "tags": material.tags,
    }


def _recess(recess: RecessView) -> dict[str, Any]:
    return {"programme": recess.year, "name": recess.name, "start": recess.start, "end": recess.end}


def _event(event: EventView) -> dict[str, Any]:
    return {
        "id": event.id,
        "programme": event.year,
        "kind": event.kind,
        "title": event.title,
        "start": event.span.begins,
        "end": event.span.finishes or None,
        "venue": event.venue,
        "hosts": event.people,
        "groups": event.groups,
        "note": event.note,
        "url": event.url,
        "materials": [view.url for view in event.materials],
    }
