"""A chart inside a web page: bars with their values in words beside them, which no colour is needed to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml.builder import E

from shuxiang.exports.block_text import one_line, value_text
from shuxiang.exports.blocks import BarChart

_LONGEST = 55.0
"""Percent of the figure's width for the longest bar; the rest is for the words after it."""

_LABEL, _BAR, _BETWEEN, _AIR = 21, 18, 3, 9


def chart_figure(chart: BarChart, id_: str) -> Any:
    """The figure; lengths across are in percent, so that its letters stay as large as the page's on any screen."""
    title = one_line(chart.title)
    height = len(chart.categories) * _category_height(chart)
    drawing = E.svg(
        {"class": "bars", "role": "img", "aria-labelledby": id_, "xmlns": "http://www.w3.org/2000/svg"},
        *_drawn(chart),
        width="100%",
        height=str(height),
    )
    return E.figure(E.figcaption(title, id=id_), drawing)


def _category_height(chart: BarChart) -> int:
    return _LABEL + len(chart.series) * (_BAR + _BETWEEN) + _AIR


def _drawn(chart: BarChart) -> Iterator[Any]:
    whole = 100.0 if chart.percent else max((v for s in chart.series for v in s.values if v is not None), default=0)
    for place, category in enumerate(chart.categories):
        top = place * _category_height(chart)
        yield E.text({"class": "category"}, one_line(category), x="0", y=str(top + 15))
        for number, series in enumerate(chart.series):
            value = series.values[place]
            length = _LONGEST * min(max(value or 0, 0) / (whole or 1), 1)
            y = top + _LABEL + number * (_BAR + _BETWEEN)
            bar = {"class": f"series-{number % 6}", "x": "0", "y": str(y), "width": f"{length:.2f}%"}
            yield E.rect(bar, height=str(_BAR))
            told = f"{one_line(series.name)} {value_text(value, percent=chart.percent)}"
            yield E.text({"class": "value"}, told, x=f"{length:.2f}%", dx="6", y=str(y + 14))
