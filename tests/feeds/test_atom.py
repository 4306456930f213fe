"""The Atom feed, held against the rules of RFC 4287 and read back by another library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from shuxiang.feeds.atom import atom_feed
from shuxiang.feeds.known import read_known

Make = Callable[..., Any]
LATER = date(2026, 11, 25)
NAMES = {"a": "http://www.w3.org/2005/Atom"}
RULES = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def valid(data: bytes) -> Any:
    """The feed's root; fails where the rules are broken."""
    root = etree.fromstring(data)
    assert RULES.validate(root), RULES.error_log
    ids = texts(root, "//a:id")
    assert len(ids) == len(set(ids))
    return root


def texts(root: Any, path: str) -> list[str]:
    return [element.text for element in root.xpath(path, namespaces=NAMES)]


def dated(data: bytes) -> dict[str, str]:
    """The days of a feed's entries by title, in the feed's order."""
    root = valid(data)
    days = [moment.removesuffix("T00:00:00+08:00") for moment in texts(root, "a:entry/a:updated")]
    return dict(zip(texts(root, "a:entry/a:title"), days, strict=True))


def hrefs(root: Any, path: str) -> list[str]:
    return [str(href) for href in root.xpath(f"{path}/@href", namespaces=NAMES)]


def test_the_feed_keeps_the_rules(publication: Make, material: Make) -> None:
    root = valid(atom_feed(publication(material("2026-W47", "甲"), material("2026-11", "乙", cadence="topic"))))

    assert texts(root, "a:title") == ["书香政协"]
    assert texts(root, "a:entry/a:title") == ["甲", "乙"]
    assert texts(root, "a:entry/a:summary") == ["一句导语"] * 2


def test_a_feed_without_materials_keeps_the_rules_too(publication: Make) -> None:
    root = valid(atom_feed(publication()))

    assert texts(root, "a:updated") == ["2026-11-21T00:00:00+08:00"]
    assert texts(root, "a:entry") == []


def test_an_entry_is_dated_by_the_day_it_could_first_be_shown(publication: Make, material: Make) -> None:
    root = valid(atom_feed(publication(material("2026-W47"), days_ahead=7)))

    assert texts(root, "a:entry/a:updated") == texts(root, "a:updated") == ["2026-11-09T00:00:00+08:00"]


def test_no_entry_is_dated_after_the_day_of_the_build(publication: Make, material: Make) -> None:
    root = valid(atom_feed(publication(material("2026-W50"), days_ahead=3, today=date(2026, 11, 21))))

    assert texts(root, "a:entry/a:updated") == ["2026-11-21T00:00:00+08:00"]


def test_the_twenty_newest_come_newest_first(publication: Make, material: Make) -> None:
    weeks = [f"2026-W{number:02}" for number in range(10, 40)]
    root = valid(atom_feed(publication(*(material(week, week) for week in weeks))))

    assert texts(root, "a:entry/a:title") == weeks[:9:-1]


def test_a_material_of_which_there_is_only_the_header_waits(publication: Make, material: Make) -> None:
    root = valid(atom_feed(publication(material("2026-W47", blank=True), material("2026-W46", "有正文"))))

    assert texts(root, "a:entry/a:title") == ["有正文"]


def test_an_entrys_id_outlives_its_title_and_the_sites_address(publication: Make, material: Make) -> None:
    ids = [
        texts(valid(atom_feed(publication(material("2026-W47", title), site_url=url))), "a:entry/a:id")
        for title, url in (("甲", ""), ("乙", "https://office.test/"))
    ]

    assert ids[0] == ids[1]
    assert ids[0][0].startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("site_url", "expected"),
    [
        ("", ["atom.xml", "./", "article/2026-W47/"]),
        (
            "https://o.test/sx/",
            ["https://o.test/sx/atom.xml", "https://o.test/sx/", "https://o.test/sx/article/2026-W47/"],
        ),
    ],
)
def test_links_are_whole_where_the_site_has_said_its_address(
    publication: Make, material: Make, site_url: str, expected: list[str]
) -> None:
    root = valid(atom_feed(publication(material("2026-W47"), site_url=site_url)))

    assert hrefs(root, "a:link") + hrefs(root, "a:entry/a:link") == expected


def test_a_material_without_a_summary_is_summed_up_by_its_title(publication: Make, material: Make) -> None:
    root = valid(atom_feed(publication(material("2026-W47", "甲", summary=""))))

    assert texts(root, "a:entry/a:summary") == ["甲"]


def test_an_entry_says_its_cadence_and_no_persons_name(publication: Make, material: Make) -> None:
    people = {"author": "某委员", "recommended_by": "某委员", "at": "2026-11-18 15:00"}
    data = atom_feed(publication(material("2026-W47", **people)))
    category = valid(data).find("a:entry/a:category", NAMES)

    assert (category.get("term"), category.get("label")) == ("article", "周学一文")
    assert "委员" not in data.decode()


@pytest.fixture
def weeks(material: Make) -> list[Any]:
    """Thirty materials of as many weeks, the last of 28 September: ten too many for a feed."""
    return [material(f"2026-W{number}", f"第{number}周") for number in range(10, 40)]


def test_a_text_written_late_for_a_slot_long_past_comes_first(
    publication: Make, material: Make, weeks: list[Any]
) -> None:
    late = material("2026-W20", "补写的", path="late.md")
    manuscript = material("2026", "年撰一稿", cadence="manuscript")
    before = atom_feed(publication(*weeks))
    made = publication(*weeks[:10], *weeks[11:], late, manuscript, today=LATER)
    shown = dated(atom_feed(made, before))

    assert list(shown)[:3] == ["补写的", "年撰一稿", "第39周"]
    assert [shown["补写的"], shown["年撰一稿"], shown["第39周"]] == ["2026-11-25", "2026-11-25", "2026-09-14"]
    assert len(shown) == 20


def test_a_body_that_comes_after_its_header_makes_a_material_new(publication: Make, material: Make) -> None:
    other = material("2026-W46", "别的")
    before = atom_feed(publication(material("2026-W30", "迟到", blank=True), other))

    assert dated(atom_feed(publication(material("2026-W30", "迟到"), other, today=LATER), before)) == {
        "迟到": "2026-11-25",
        "别的": "2026-11-02",
    }


def test_a_material_keeps_its_day(publication: Make, material: Make) -> None:
    one, two = material("2026-W46", "甲"), material("2026-W30", "乙")
    first = atom_feed(publication(one))
    second = atom_feed(publication(one, two, today=LATER), first)
    renamed = publication(one, replace(two, title="丙"), today=date(2027, 2, 1), days_ahead=30)

    assert dated(atom_feed(renamed, second)) == {"丙": "2026-11-25", "甲": "2026-11-02"}


def test_what_made_room_for_newer_ones_is_not_new_when_it_comes_back(publication: Make, weeks: list[Any]) -> None:
    full = atom_feed(publication(*weeks))
    fewer = dated(atom_feed(publication(*weeks[:15], today=LATER), full))

    assert list(fewer) == [f"第{number}周" for number in range(24, 9, -1)]
    assert set(fewer.values()) == set(dated(atom_feed(publication(*weeks[:15]))).values())


def test_what_was_away_for_one_build_is_not_new_when_it_comes_back(publication: Make, weeks: list[Any]) -> None:
    full = atom_feed(publication(*weeks))
    without = atom_feed(publication(*weeks[:-1], today=LATER), full)

    assert dated(atom_feed(publication(*weeks, today=date(2026, 11, 26)), without)) == dated(full)


def test_two_feeds_of_a_day_are_the_same_bytes(publication: Make, material: Make, weeks: list[Any]) -> None:
    before = atom_feed(publication(*weeks))
    made = publication(*weeks, material("2026-W45", "新"), today=LATER)
    once = atom_feed(made, before)

    assert dated(once)["新"] == "2026-11-25"
    assert atom_feed(made, once) == once
    assert atom_feed(publication(*weeks, today=LATER), before) == before


def test_after_a_feed_without_materials_everything_is_new(publication: Make, material: Make) -> None:
    before = atom_feed(publication())

    assert dated(atom_feed(publication(material("2026-W30", "甲"), today=LATER), before)) == {"甲": "2026-11-25"}


def test_a_look_ahead_leaves_no_days_to_come(publication: Make, material: Make) -> None:
    now, coming = material("2026-W46", "甲"), material("2026-W53", "乙")
    today = atom_feed(publication(now))
    ahead = atom_feed(publication(now, coming, today=date(2027, 1, 1)), today)
    again = atom_feed(publication(now), ahead)

    assert dated(ahead)["乙"] == "2027-01-01"
    assert again == today
    assert dated(atom_feed(publication(now, coming, today=date(2026, 12, 21)), again))["乙"] == "2026-12-21"


def test_the_feed_before_of_another_site_is_none(publication: Make, material: Make) -> None:
    one = material("2026-W46", "甲")
    other = atom_feed(publication(one, calendar_id="other"))

    assert atom_feed(publication(one, today=LATER), other) == atom_feed(publication(one, today=LATER))


def test_the_memory_tells_no_path_and_nothing_of_what_is_not_published(
    publication: Make, material: Make, weeks: list[Any]
) -> None:
    memory = valid(atom_feed(publication(*weeks, material("2026-W46", blank=True)))).findtext("{*}known")

    assert len(memory.split()) == 30 + 30  # days and marks
    assert not set(memory) - set("0123456789abcdef- \n")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"?>", b'?><!DOCTYPE feed [<!ENTITY a "aaaa">]>'),
        lambda data: data.replace(b"2026-11-02 ", b"2026-11-31 "),
        lambda data: data.replace(b"2026-11-02 ", b"2026-11-02 &a; "),
        lambda data: data.replace(b"2026-11-02 ", b"2026-11-02"),
        lambda data: data.replace(b"2026-11-02 ", b"2026-11-02 0123 "),
        lambda data: data.replace(b"sx:known", b"sx:unknown"),
        lambda data: data.replace(b"urn:x-shuxiang", b"urn:x-other"),
        lambda data: data[: data.index(b"</sx:known>")],
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"\xff\xfe" + data,
        lambda _: b"<html>404</html>",
        lambda _: b'<sx:known xmlns:sx="urn:x-shuxiang:known">\n' * 50_000,
    ],
)
def test_a_feed_before_that_cannot_be_read_counts_as_none(
    publication: Make, material: Make, spoil: Callable[[bytes], bytes]
) -> None:
    one, two = material("2026-W46", "甲"), material("2026-W30", "乙")
    before = atom_feed(publication(one))
    made = publication(one, two, today=LATER)

    assert atom_feed(made, spoil(before)) == atom_feed(made) != atom_feed(made, before)


@given(st.binary() | st.text("0123456789abcdef- \n", max_size=300).map(str.encode))
def test_no_old_feed_stops_a_build(data: bytes) -> None:
    framed = b'<id>us</id><sx:known xmlns:sx="urn:x-shuxiang:known">\n' + data + b"</sx:known>"

    assert all(day <= LATER for day in (read_known(framed, "us", LATER) or {}).values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters() | st.sampled_from("\0\x07\x1b\ufffe\uffff\r\n\t]]>&<"), min_size=1))
def test_whatever_people_type_the_feed_keeps_the_rules(publication: Make, material: Make, text: str) -> None:
    shown = f"题{text}"
    root = valid(atom_feed(publication(material("2026-W47", shown, summary=shown), name=shown)))

    assert texts(root, "a:entry/a:title")[0].startswith("题")
