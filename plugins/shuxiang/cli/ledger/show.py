"""``ledger.py show``: the ledger on the screen, in numbers; line by line where that is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.member_numbers import members_numbered
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.row_cells import COLUMNS, NAMED, named_cells, ordered, place_cells
from shuxiang.cli.ledger.which_group import known_group
from shuxiang.cli.ledger.which_slots import Selection, add_selection, selected, selected_left_over
from shuxiang.cli.text_table import text_table
from shuxiang.core.labels import day_text, slot_label
from shuxiang.core.ledger.groups import groups_of, in_group_order
from shuxiang.core.ledger.left_over import left_over_words, work_left_over
from shuxiang.core.ledger.numbers import Numbers
from shuxiang.core.ledger.queried import COUNTED, TALLIED
from shuxiang.core.ledger.query import Measure
from shuxiang.core.ledger.tally import Place, Tally, places, tallies

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.model import Slot

STATES = (
    Measure.HANDED_IN,
    Measure.MADE_UP,
    Measure.WAITING,
    Measure.CLOSED,
    Measure.RETURNED,
    Measure.EXCUSED,
    Measure.NOT_BEGUN,
)
"""What is counted beside 应交. 已交 holds the four after it."""

_ONE_BY_ONE = 12
"""More slots than these are counted by cadence."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    add_selection(parser)
    parser.add_argument("--group", metavar="小组", help="只看这一个小组")
    parser.add_argument("--member", metavar="编号", help="只看这一位委员，一期一行")
    parser.add_argument(
        "--state",
        choices=[str(state) for state in STATES],
        metavar="状态",
        help=f"只看这一种状态：{'、'.join(STATES)}",
    )
    parser.add_argument("--names", action="store_true", help="列出编号和姓名，一人一行")


def show(options: argparse.Namespace) -> int:
    """Print the counts, or the lines."""
    office = open_office(options)
    selection = selected(office, options)
    gone = selected_left_over(office, options)
    ledger = office.ledger(office.store.events([*selection.ids, *gone]))
    found = _found(office, options, ledger, selection)
    print(f"{selection.words}，截至{day_text(office.today)}\n")  # noqa: T201
    if not options.member:
        _print_counts(found, options.state, _groups(office, ledger, found))
    if options.member or options.names:
        _print_lines(found, options, _groups(office, ledger, found), Numbers(ledger.members.values()))
    left = left_over_words(work_left_over(ledger, gone))
    if left:
        print(left)  # noqa: T201
    return 0


def _found(office: Office, options: argparse.Namespace, ledger: Ledger, selection: Selection) -> list[Place]:
    """The places asked for: those of one member, of one group, or all."""
    if options.member:
        (id_,) = members_numbered(ledger, [options.member])
        ledger = replace(ledger, members={id_: ledger.members[id_]})
    found = list(places(ledger, selection.slots, office.today))
    if options.group:
        group = known_group(options.group, office.schedule, ledger)
        found = [one for one in found if one.group == group]
    return found


def _groups(office: Office, ledger: Ledger, found: Sequence[Place]) -> tuple[str, ...]:
    listed = groups_of(office.schedule, (one.slot for one in found))
    return in_group_order((one.group for one in found), listed, ledger)


def _print_counts(found: Sequence[Place], state: str | None, groups: Iterable[str]) -> None:
    measures = (Measure.DUE, *([Measure(state)] if state else STATES))
    slots = {place.slot.id: place.slot for place in found}
    under = {id_: _name(slot, few=len(slots) <= _ONE_BY_ONE) for id_, slot in slots.items()}
    by_group = dict.fromkeys(groups, Tally())
    by_slot = dict.fromkeys(under.values(), Tally())
    for (group, slot), tally in tallies(found).items():
        by_group[group] += tally
        by_slot[under[slot]] += tally
    tables = {"小组": by_group, **({"期次": by_slot} if len(by_slot) != 1 else {})}
    for heading, parts in tables.items():
        whole = {**parts, "合计": sum(parts.values(), Tally())}
        rows = [(name, *(str(TALLIED[one](tally)) for one in measures)) for name, tally in whole.items()]
        print(text_table((heading, *measures), rows, range(1, 9)), end="\n\n")  # noqa: T201
    if not state:
        print("应交不含请假的；已交里包括补学、待审、销号和回炉。数目都是人次。")  # noqa: T201


def _name(slot: Slot, *, few: bool) -> str:
    """What a slot is counted under: itself, or its cadence where there are many."""
    return f"{slot.cadence.name} {slot_label(slot)}" if few else slot.cadence.name


def _print_lines(
    found: Iterable[Place], options: argparse.Namespace, groups: Iterable[str], numbers: Numbers
) -> None:
    chosen = [one for one in found if not options.state or COUNTED[Measure(options.state)](one)]
    if options.names:
        rows = [named_cells(one, numbers.typed(one.member)) for one in ordered(chosen, groups)]
        print("\n" + text_table((*NAMED, *COLUMNS), rows))  # noqa: T201
    else:
        print(text_table(COLUMNS, map(place_cells, chosen)))  # noqa: T201
    print(f"\n共 {len(chosen)} 行。")  # noqa: T201


COMMAND = Command(
    "看台账：各组各期交了多少",
    "看台账：按小组、按期次数一数，应交、已交、待审各多少。加 --names 才列出姓名，--member 看一位委员。",
    describe,
    show,
)
