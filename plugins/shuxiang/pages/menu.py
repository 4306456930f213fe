"""The header's links: the programme's own pages, then what the organizer put into ``nav``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shuxiang.core.model import Cadence


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One link. Pages whose address begins with ``prefix`` belong under it; the home page's own is empty."""

    title: str
    url: str
    prefix: str

    def holds(self, place: str) -> bool:
        """Whether the page at ``place`` (an address below the root, ``/`` for home) belongs under this link."""
        return place == "/" if not self.prefix else place.startswith(self.prefix)


def menu(
    cadences: Iterable[Cadence], extra: Iterable[MenuItem], *, events: bool, figures: bool
) -> tuple[MenuItem, ...]:
    """The links in order: home, schedule, cadences, events and figures (if any), 我的学习, the organizer's own."""
    lists = [MenuItem(c.name, f"cadence/{c.id}/", f"cadence/{c.id}/") for c in cadences]
    schedule = [MenuItem("学习计划", "schedule/", "schedule/")] if lists else []
    dated = [MenuItem("活动", "events/", "events/")] if events else []
    shown = [MenuItem("小组情况", "figures/", "figures/")] if figures else []
    own = [MenuItem("首页", "", ""), *schedule, *lists, *dated, *shown]
    return (*own, MenuItem("我的学习", "my/", "my/"), *extra)
