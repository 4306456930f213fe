"""``schedule.json``: the slots as data, for the pages' own scripts and for others. Described in the guide.

The form is stable: fields are added, never renamed, and ``version`` changes if that promise must be broken.
"""

from __future__ import annotations

import json
from typing import Any

from shuxiang.core.model import Programme
from shuxiang.pages.slot_view import Site, SlotView

VERSION = 1


def schedule_json(site: Site, slots: tuple[SlotView, ...]) -> str:
    """The document as JSON text, one slot a line, so that two builds can be compared by eye."""
    head = {
        "version": VERSION,
        "built": site.today.isoformat(),
        "utc_offset": "+08:00",
        "programmes": [_programme(programme) for programme in site.schedule.programmes],
    }
    lines = ",\n".join(json.dumps(_slot(slot), ensure_ascii=False) for slot in slots)
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{opening}, "slots": [\n{lines}\n]}}\n'


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "year": programme.year,
        "title": programme.title,
        "start": programme.starts.isoformat(),
        "end": programme.ends.isoformat(),
        "cadences": [{"id": c.id, "name": c.name, "every": c.every} for c in programme.cadences],
    }


def _slot(slot: SlotView) -> dict[str, Any]:
    material = slot.material
    return {
        "id": slot.id,
        "cadence": slot.cadence_id,
        "programme": slot.year,
        "label": slot.label,
        "start": slot.start,
        "end": slot.end,
        "checkin": slot.checkin_url,
        "material": material
        and {
            "title": material.title,
            "url": slot.url,
            "summary": material.summary,
            "characters": material.characters,
            "minutes": slot.minutes,
            "tags": material.tags,
        },
    }
