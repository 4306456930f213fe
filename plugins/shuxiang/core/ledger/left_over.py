"""Work for slots that the plan has no longer: it stays in the ledger, is counted nowhere, and that is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from shuxiang.core.calendar import Period, PeriodError, parse_key
from shuxiang.core.home_period import day_within
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.model import Programme, Slot
from shuxiang.core.schedule import belongs

_SHOWN = 6

Asked = Callable[[Period], bool]
"""Whether what is asked for holds the period of a slot."""


def in_period(period: Period) -> Asked:
    """Whether a slot would be counted in the period."""
    return lambda own: day_within(own) in period


def in_programme(programme: Programme) -> Asked:
    """Whether a slot would be one of the programme's."""
    return lambda own: belongs(own, programme)


def left_over(ids: Iterable[str], planned: Iterable[Slot], asked: Asked) -> tuple[str, ...]:
    """Those of the slots that are asked for and not planned any more."""
    known = {slot.id for slot in planned}
    return tuple(sorted(id_ for id_ in set(ids) - known if _is_asked(id_, asked)))


def _is_asked(id_: str, asked: Asked) -> bool:
    try:
        return asked(parse_key(id_.rpartition("/")[2]))
    except PeriodError:
        return False


def work_left_over(ledger: Ledger, slots: Iterable[str]) -> Mapping[str, int]:
    """How many have handed in for each of the slots that has any."""
    wanted = frozenset(slots)
    rows = ledger.rows.items() if wanted else ()
    found = Counter(slot for (slot, _), row in rows if slot in wanted and row.is_handed_in)
    return dict(sorted(found.items()))


def left_over_words(counts: Mapping[str, int]) -> str:
    """The sentence about it; empty where there is none."""
    if not counts:
        return ""
    shown = "、".join(list(counts)[:_SHOWN]) + ("等" if len(counts) > _SHOWN else "")
    return f"台账里还有 {sum(counts.values())} 人次属于学习计划里已没有的期次（{shown}），没有计入。"
