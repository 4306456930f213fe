"""Check-in pages by the thousand: one rendered frame, and each slot's part set into it.

A year has some eighty slots and each has a page, so they are not rendered whole one by one. All lie equally deep
(``checkin/<cadence>/<key>/``), so one frame's relative addresses are right for every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from shuxiang.pages.slot_view import SlotView

FRAME_PATH = "checkin/cadence/frame.md"
"""Where the frame is rendered: as deep as the pages made from it. It is not itself part of the site."""

BASE = "../../.."
"""The way from a check-in page to the site's root."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame's template shows in the places that each page fills."""

    title: str = "SHUXIANG-CHECKIN-TITLE"
    body: str = "SHUXIANG-CHECKIN-BODY"


def checkin_pages(
    frame: str, slots: Iterable[SlotView], body: Callable[[SlotView], str]
) -> Iterator[tuple[str, str]]:
    """``(path below the site folder, HTML)`` for each slot; ``body`` renders a slot's part."""
    marks = Frame()
    for slot in slots:
        title = escape(f"打卡：{slot.cadence_name} {slot.dated_label}")
        html = frame.replace(marks.title, title).replace(marks.body, body(slot))
        yield f"{slot.checkin_url}index.html", html
