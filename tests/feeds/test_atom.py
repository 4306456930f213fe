"""The Atom feed, held against the rules of RFC 4287 and read back by another library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from shuxiang.feeds.atom import atom_feed

Make = Callable[..., Any]
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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters() | st.sampled_from("\0\x07\x1b\ufffe\uffff\r\n\t]]>&<"), min_size=1))
def test_whatever_people_type_the_feed_keeps_the_rules(publication: Make, material: Make, text: str) -> None:
    shown = f"题{text}"
    root = valid(atom_feed(publication(material("2026-W47", shown, summary=shown), name=shown)))

    assert texts(root, "a:entry/a:title")[0].startswith("题")
