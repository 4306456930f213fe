"""Which group a command is about, however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.core.ledger.groups import GroupError, group_named, group_names, listed_groups

if TYPE_CHECKING:
    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.schedule import Schedule


def known_group(text: str, schedule: Schedule, ledger: Ledger) -> str:
    """The group as it is written everywhere; Problem when neither the roster nor any programme has it."""
    every = listed_groups(schedule, {programme.year for programme in schedule.programmes})
    try:
        return group_named(text, group_names(every, ledger))
    except GroupError as error:
        raise Problem(str(error)) from None
