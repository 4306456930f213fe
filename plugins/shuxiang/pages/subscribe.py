"""订阅日历: which calendars there are, and how a phone or a computer is told of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from shuxiang.pages.generated import GeneratedPage


class Offer(Protocol):
    """A calendar as the page offers it: its address below the site's root, its name, what it holds."""

    @property
    def path(self) -> str:
        """Such as ``calendar/programme.ics``."""

    @property
    def title(self) -> str:
        """Such as 全部安排."""

    @property
    def holds(self) -> str:
        """A sentence."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The page's calendars in order; the first, which holds all, is the one that most readers want."""

    calendars: tuple[Offer, ...]


def subscribe_page(calendars: Iterable[Offer]) -> GeneratedPage:
    """The page at ``subscribe/``."""
    return GeneratedPage("subscribe/index.md", "订阅日历", "subscribe", Subscribe(tuple(calendars)))
