"""小组学习情况: group totals that anybody may see and that tell of nobody.

Every line that is shown holds for ``smallest`` people at least. Smaller groups are counted together as 其他小组,
and should they be too few even so, the next smallest groups with them; when none would stand alone there is only
the total. Nor is it ever told that all or none of what was due is there, which tells it of each single member: all
and all but one look the same, and so do none and one. So does the total, which is the sum of what the lines show.

So nothing is to be gained by subtracting, nor by knowing these rules: who stands where depends only on how many the
groups are, and each line by itself leaves open what any one person did. (A rule that merges groups because all or
none is there would not do: who knows the rule can tell from the merging.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from shuxiang.core.calendar import Period
from shuxiang.core.ledger.tally import Place

OTHERS = "其他小组"
TOTAL = "合计"
FEWEST = 3
"""Of two, one who knows what they did themself would know it of the other."""


@dataclass(frozen=True, slots=True)
class Line:
    """Member-slots (人次): ``due``, and handed in at least ``least`` and at most ``most``, mostly one number.

    ``people`` is how many members those are.
    """

    name: str
    people: int
    due: int
    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether the number handed in is told."""
        return self.least == self.most

    @property
    def rate(self) -> Fraction:
        """Handed in, of those due; the middle of what it may be."""
        return Fraction(self.least + self.most, 2 * self.due)


@dataclass(frozen=True, slots=True)
class CadenceFigures:
    """One cadence in the period; ``groups`` are the lines of single groups. No ``total``: they are too few."""

    id: str
    name: str
    slots: int
    groups: tuple[Line, ...] = ()
    others: Line | None = None
    total: Line | None = None

    @property
    def parts(self) -> tuple[Line, ...]:
        """The lines that the total is the sum of."""
        return (*self.groups, self.others) if self.others else self.groups

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in the order in which they are shown."""
        return (*self.parts, self.total) if self.total else self.parts


@dataclass(frozen=True, slots=True)
class Figures:
    """What the site shows of one period. ``ranked``: each cadence's groups stand in the order of their rates."""

    period: Period
    as_of: date
    smallest: int
    ranked: bool
    cadences: tuple[CadenceFigures, ...]

    @property
    def is_running(self) -> bool:
        """Whether the period had not ended when the figures were made."""
        return self.as_of < self.period.end


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms figures are shown; ``order`` are the groups as the office lists them."""

    smallest: int
    ranked: bool
    order: Sequence[str]


@dataclass(slots=True)
class _Count:
    people: set[str] = field(default_factory=set)
    due: int = 0
    handed_in: int = 0

    def take(self, place: Place) -> None:
        tally = place.tally
        if tally.due:
            self.people.add(place.member.id)
        self.due += tally.due
        self.handed_in += tally.handed_in

    def line(self, name: str) -> Line:
        return Line(name, len(self.people), self.due, *veiled(self.handed_in, self.due))


def veiled(handed_in: int, due: int) -> tuple[int, int]:
    """What is told of a number handed in, of at least :data:`FEWEST` due: at least, and at most."""
    if handed_in < 2:
        return 0, 1
    return (due - 1, due) if handed_in > due - 2 else (handed_in, handed_in)


def figures(found: Iterable[Place], period: Period, as_of: date, terms: Terms) -> Figures:
    """What may be shown of the places, which are those of the period's slots."""
    by_cadence: dict[str, list[Place]] = {}
    for place in found:
        by_cadence.setdefault(place.slot.cadence.id, []).append(place)
    return Figures(
        period=period,
        as_of=as_of,
        smallest=terms.smallest,
        ranked=terms.ranked,
        cadences=tuple(_cadence(places, terms) for places in by_cadence.values()),
    )


def group_sizes(places: Iterable[Place], order: Sequence[str]) -> dict[str, int]:
    """How many members each group has of whom something was due."""
    return {name: len(count.people) for name, count in _counts(places, order).items()}


def _cadence(places: Sequence[Place], terms: Terms) -> CadenceFigures:
    counts = _counts(places, terms.order)
    together = _together(counts, terms.smallest)
    groups = [count.line(name) for name, count in counts.items() if name not in together]
    others = _joint(counts, together).line(OTHERS) if groups and together else None
    if not others and len(groups) == 1:
        groups = []
    if terms.ranked:
        groups.sort(key=lambda line: -line.rate)
    whole = _joint(counts, counts)
    parts = (*groups, *filter(None, [others]))
    return CadenceFigures(
        id=places[-1].slot.cadence.id,
        name=places[-1].slot.cadence.name,
        slots=len({place.slot.id for place in places}),
        groups=tuple(groups),
        others=others,
        total=_sum(whole, parts) if len(whole.people) >= terms.smallest else None,
    )


def _counts(places: Iterable[Place], order: Sequence[str]) -> dict[str, _Count]:
    counts = {name: _Count() for name in order}
    for place in places:
        counts.setdefault(place.group, _Count()).take(place)
    return {name: count for name, count in counts.items() if count.due}


def _together(counts: Mapping[str, _Count], smallest: int) -> list[str]:
    """The groups that are counted together, the smallest first: all of them when no fewer would do."""
    by_size = sorted(counts, key=lambda name: len(counts[name].people))
    small = [name for name in by_size if len(counts[name].people) < smallest]
    while small and len(small) < len(by_size) and len(_joint(counts, small).people) < smallest:
        small.append(by_size[len(small)])
    return small


def _sum(whole: _Count, parts: Sequence[Line]) -> Line:
    """The total, which tells no more than its parts; alone it is a line as any other."""
    if not parts:
        return whole.line(TOTAL)
    least, most = (sum(values) for values in zip(*((line.least, line.most) for line in parts), strict=True))
    return Line(TOTAL, len(whole.people), whole.due, least, most)


def _joint(counts: Mapping[str, _Count], names: Iterable[str]) -> _Count:
    joint = _Count()
    for name in names:
        joint.people |= counts[name].people
        joint.due += counts[name].due
        joint.handed_in += counts[name].handed_in
    return joint
