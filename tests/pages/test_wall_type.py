"""How many lines a text takes, and how boxes of text share the height of a sheet."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.pages.wall.type import (
    GAP,
    LINE,
    Box,
    Cut,
    Type,
    cut,
    fit,
    head_lines,
    kept,
    largest,
    level,
    spread,
    text_lines,
    text_width,
    types,
)

heights = st.lists(st.floats(0.1, 50), min_size=1, max_size=12)
boxes = st.builds(
    lambda fixed, entries, spare: Box(fixed, entries, spare=tuple(sorted(n for n in spare if n < len(entries)))),
    st.floats(1, 5),
    st.lists(st.integers(1, 4), max_size=12).map(tuple),
    st.sets(st.integers(0, 11), max_size=4),
)


def test_a_chinese_character_is_as_wide_as_the_type_and_a_letter_narrower() -> None:
    assert text_width("书香") == 2
    assert text_width("（）") == 2
    assert 0 < text_width("a") < 1
    assert text_width("a\u0301") == text_width("a")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("一二三四五六七八九", 10, 1),
        ("一二三四五六七八九十一二", 10, 2),
        ("一" * 40, 21, 2),
        ("一二三四五六七八九，", 9.9, 2),
        ("aaaa bbbb", 4, 2),
        ("a" * 100, 6.2, 10),
    ],
)
def test_lines_are_counted_as_a_browser_breaks_them(text: str, width: float, lines: int) -> None:
    assert text_lines(text, width) == lines


def test_a_full_stop_is_not_left_alone_on_a_line() -> None:
    assert text_lines("一二三四五六七八九十", 10.4) == 1
    assert text_lines("一二三四五六七八九十。", 10.4) == 2


@given(st.text(max_size=80), st.floats(2, 60))
def test_lines_are_enough_for_the_width_of_any_text(text: str, width: float) -> None:
    assert text_lines(text, width) * width >= text_width("".join(text.split())) - 1e-6


@given(st.text(max_size=60), st.floats(2, 40), st.floats(0, 20))
def test_a_wider_column_never_takes_more_lines(text: str, width: float, more: float) -> None:
    assert text_lines(text, width + more) <= text_lines(text, width)


def test_room_is_made_by_shortening_entries_before_any_is_left_out() -> None:
    box = Box(2, (3, 1, 2))
    assert cut(box, 100, (3, 2, 1)) == Cut(3, 3)
    assert cut(box, box.height(2), (3, 2, 1)) == Cut(2, 3)
    assert cut(box, box.height(1), (3, 2, 1)) == Cut(1, 3)
    assert cut(box, box.height(1) - 0.1, (3, 2, 1)) == Cut(1, 1)
    assert cut(box, 0, (3, 2, 1)) == Cut(1, 0)


def test_spare_entries_give_way_from_the_last_before_others_are_left_out() -> None:
    box = Box(2, (1, 1, 1, 1), spare=(1, 3))
    assert box.without((1, 3)).entries == (1, 1)
    assert cut(box, box.height(1), (1,)) == Cut(1, 4)
    assert cut(box, box.height(1) - 0.1, (1,)) == Cut(1, 3, (3,))
    assert cut(box, box.without((3,)).height(1) - 0.1, (1,)) == Cut(1, 2, (1, 3))
    assert cut(box, box.without((1, 3)).height(1) - 0.1, (1,)) == Cut(1, 0, (1, 3))


def test_what_gives_way_as_spare_is_not_counted_as_missed() -> None:
    assert Cut(1, 3, (3,)).rest((1, 1, 1, 1)) == 0
    assert Cut(1, 1, (1, 3)).rest((1, 1, 1, 1)) == 1


def test_a_smaller_type_is_taken_before_a_spare_entry_gives_way() -> None:
    assert fit([[Box(1, (1, 1), spare=(1,))]], 3.5, (1,)).lost == 1
    assert fit([[Box(1, (1, 1), spare=(1,))]], 4.5, (1,)).lost == 0


@pytest.mark.parametrize(
    ("label", "when", "lines"),
    [
        ("凝聚共识活动", "上半年", 2),
        ("凝聚共识", "上半年", 1),
        ("", "上半年", 1),
        ("凝聚共识活动", "", 1),
        ("", "", 1),
    ],
)
def test_a_period_is_not_broken(label: str, when: str, lines: int) -> None:
    assert head_lines(label, when, 9.1) == lines
    assert text_lines(f"{label}{when}", 9.1) <= lines


def test_a_line_that_counts_what_is_left_out_has_its_room() -> None:
    assert Box(0, (1, 1, 1)).height(1, 1) == pytest.approx(2 * (LINE + GAP))
    assert kept([2, 2, 2], 6) == 3
    assert kept([2, 2, 2], 5.9) == 2
    assert kept([2, 2, 2], 5) == 1


@given(heights, st.floats(1, 200))
def test_what_comes_down_to_the_level_fits(needs: list[float], room: float) -> None:
    assert sum(min(need, level(needs, room)) for need in needs) <= room + 1e-6


@given(heights, st.floats(0, 100))
def test_what_is_spread_fills_the_room_and_takes_nothing_from_anyone(needs: list[float], spare: float) -> None:
    room = sum(needs) + spare
    shares = spread(needs, room)
    assert sum(shares) == pytest.approx(room)
    assert all(share >= need - 1e-9 for share, need in zip(shares, needs, strict=True))


@given(st.lists(st.lists(boxes, min_size=1, max_size=4), min_size=1, max_size=4), st.floats(20, 200))
def test_rows_of_any_content_stay_in_their_room_and_every_box_in_its_row(
    rows: list[list[Box]], room: float
) -> None:
    fitted = fit(rows, room, (3, 2, 1))
    assert sum(fitted.heights) <= room + 0.02 or fitted.lost == math.inf
    for row, height, cuts in zip(rows, fitted.heights, fitted.cuts, strict=True):
        for box, one in zip(row, cuts, strict=True):
            assert box.without(one.spared).height(one.most, one.shown) <= height + 1e-6
            assert one.rest(box.entries) >= 0
            assert one.spared == box.spare or not one.rest(box.entries)


def test_nothing_is_lost_where_there_is_room() -> None:
    fitted = fit([[Box(2, (3, 2)), Box(2, ())], [Box(1, (1,))]], 40, (3, 2, 1))
    assert fitted.lost == 0
    assert fitted.cuts == ((Cut(3, 2), Cut(3, 0)), (Cut(3, 1),))
    assert sum(fitted.heights) == pytest.approx(40)


def test_the_largest_type_is_taken_in_which_the_least_is_lost() -> None:
    losses = {14: 5.0, 12: 0.0, 9: 0.0}
    assert largest(types(14, 12, 9), lambda type_: type_.size, losses.__getitem__) == 12
    assert largest(types(14, 12, 9), lambda type_: type_.size, {14: 3.0, 12: 2.0, 9: 2.0}.__getitem__) == 12


def test_no_type_is_too_small_for_a_wall_or_for_an_old_browser() -> None:
    choice = types(12, 9)
    assert [each.size for each in choice] == [12, 9, 9]
    assert choice[-1].gap < GAP
    assert Type(14).steps == (1,)
    assert Type(12).steps == (2, 1)
    assert Type(9).steps == (3, 2, 1)
