"""打卡: one reader's record for one slot. Voluntary, and the reader's own."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What a reader may do with a slot's material: 学、悟、谈、用."""

    STUDY = "study"
    REFLECT = "reflect"
    DISCUSS = "discuss"
    APPLY = "apply"


ACT_NAMES = {Act.STUDY: "学", Act.REFLECT: "悟", Act.DISCUSS: "谈", Act.APPLY: "用"}
ACT_MEANINGS = {
    Act.STUDY: "读完了材料",
    Act.REFLECT: "想过，有所得",
    Act.DISCUSS: "和别人谈过",
    Act.APPLY: "用到了一件事上",
}


def named_acts(acts: Container[Act]) -> str:
    """The acts in their fixed order: 学悟谈用."""
    return "".join(name for act, name in ACT_NAMES.items() if act in acts)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One reader's record for one slot.

    ``number`` names the record: eight characters drawn once on the reader's device and kept when the record is
    amended, so that a later receipt with the same number replaces an earlier one. ``at`` is China time without
    zone, to the minute.
    """

    slot: str
    acts: frozenset[Act]
    at: datetime
    number: str
    note: str = ""

    def acts_text(self) -> str:
        """The acts in their fixed order: 学悟谈用."""
        return named_acts(self.acts)
