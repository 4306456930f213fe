"""Walls of small documents folders, without a site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from shuxiang.content.library import load
from shuxiang.pages.events import event_views
from shuxiang.pages.slot_view import Site, views
from shuxiang.pages.wall.plan import Plan, plan_of

MakePlan = Callable[..., Plan]


@pytest.fixture
def make_plan(tmp_path: Path) -> MakePlan:
    """``make_plan({path: text}, today="2026-01-05") -> Plan`` of everything in the folder, published or not."""

    def make(files: Mapping[str, str], today: str = "2026-01-05") -> Plan:
        for path, text in files.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        library = load(tmp_path, files, "docs/")
        site = Site(library.schedule, str, date.fromisoformat(today))
        slots = views(site)
        return plan_of(site, slots, event_views(site, slots), library.day_of, "试用")

    return make


@pytest.fixture
def reading() -> Callable[..., str]:
    """``reading(cadence, slot, title, **header) -> Markdown``."""

    def make(cadence: str, slot: str, title: str, **header: str) -> str:
        fields = {"title": title, "cadence": cadence, "slot": slot, "source": "本会编写", **header}
        return "---\n" + "\n".join(f"{key}: {value}" for key, value in fields.items()) + "\n---\n正文。\n"

    return make
