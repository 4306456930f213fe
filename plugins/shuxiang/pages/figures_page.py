"""小组学习情况: the figures that the office has chosen to show, as a page of lines and bars."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from shuxiang.core.calendar import NAMES
from shuxiang.core.figures import CadenceFigures, Figures, Line
from shuxiang.core.labels import day_text, period_label
from shuxiang.core.ledger.tally import percent_text
from shuxiang.pages.generated import GeneratedPage

PLACE = "figures/"
TITLE = "小组学习情况"


@dataclass(frozen=True, slots=True)
class LineView:
    """A line; ``handed_in`` as 20 or 35或36, ``rate`` as 66.7% or 97.2%以上.

    ``least`` and ``most`` are the lengths of its bar, in thousandths of the whole.
    """

    name: str
    due: int
    handed_in: str
    rate: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class CadenceView:
    """A cadence's lines; ``total`` is None, and there are no others, where nothing may be shown."""

    id: str
    name: str
    slots: int
    parts: tuple[LineView, ...]
    total: LineView | None


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The page. ``running`` names the kind of period, such as 月, while it has not ended; else empty."""

    period: str
    as_of: str
    running: str
    smallest: int
    ranked: bool
    divided: bool
    cadences: tuple[CadenceView, ...]


def figures_page(figures: Figures) -> GeneratedPage:
    """The page at ``figures/``."""
    view = FiguresView(
        period=period_label(figures.period),
        as_of=day_text(figures.as_of),
        running=NAMES[figures.period.every] if figures.is_running else "",
        smallest=figures.smallest,
        ranked=figures.ranked,
        divided=any(cadence.groups for cadence in figures.cadences),
        cadences=tuple(_cadence(cadence) for cadence in figures.cadences),
    )
    return GeneratedPage(f"{PLACE}index.md", TITLE, "figures", view)


def handed_in_text(line: Line) -> str:
    """20, or what is told of it: 35或36, and 94至97 for a sum of such."""
    if line.is_exact:
        return str(line.least)
    return f"{line.least}{'或' if line.most == line.least + 1 else '至'}{line.most}"


def rate_text(line: Line) -> str:
    """66.7%, or what is told of it: 2.8%以下, 97.2%以上, and about how much for a sum of such."""
    if line.is_exact:
        return percent_text(line.rate)
    if line.least == 0:
        return f"{percent_text(Fraction(line.most, line.due))}以下"
    if line.most == line.due:
        return f"{percent_text(Fraction(line.least, line.due))}以上"
    return f"约{percent_text(line.rate)}"


def _cadence(cadence: CadenceFigures) -> CadenceView:
    total = _line(cadence.total) if cadence.total else None
    return CadenceView(cadence.id, cadence.name, cadence.slots, tuple(map(_line, cadence.parts)), total)


def _line(line: Line) -> LineView:
    least, most = (round(1000 * Fraction(number, line.due)) for number in (line.least, line.most))
    return LineView(line.name, line.due, handed_in_text(line), rate_text(line), least, most)
