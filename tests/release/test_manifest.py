"""What a release consists of is written down, read back, and read with suspicion."""

from __future__ import annotations

import gzip
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from release_site import own_page, write_site
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import (
    DamagedManifestError,
    FileFact,
    Manifest,
    as_json,
    from_json,
    is_release_id,
    is_safe_path,
    manifest_of,
    release_id,
)

DAY = date(2026, 11, 21)
ID = "20261121-0123456789"
SHA = "ab" * 32
PAGE = '<html><head><meta charset="utf-8">{more}</head><body>{day}：{text}</body></html>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path / "site", 1)
    return tmp_path / "site"


def gist(folder: Path, text: str, day: date) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(text, "utf-8")
    return manifest_of(folder, ID, day).files["index.html"].gist


def test_the_same_content_on_the_same_day_has_the_same_id_wherever_it_lies(site: Path, tmp_path: Path) -> None:
    write_site(tmp_path / "elsewhere/deeper", 1)
    assert release_id(site, DAY) == release_id(tmp_path / "elsewhere/deeper", DAY)


def test_an_id_begins_with_the_day_and_is_told_from_other_names(site: Path) -> None:
    id_ = release_id(site, DAY)
    assert id_.startswith("20261121-")
    assert is_release_id(id_)
    assert not any(is_release_id(name) for name in (f"{id_}~", id_.upper(), f"{id_}\n", "20261121", ".hidden", ""))


def test_an_id_changes_with_the_day_a_byte_and_a_name(site: Path) -> None:
    before = release_id(site, DAY)
    assert release_id(site, date(2026, 11, 22)) != before
    (site / own_page(1)).write_bytes(b"?")
    changed = release_id(site, DAY)
    (site / own_page(1)).rename(site / "readings/other.html")
    assert len({before, changed, release_id(site, DAY)}) == 3


def test_the_status_and_the_manifest_itself_are_in_no_manifest(site: Path) -> None:
    before = release_id(site, DAY)
    (site / "status/status.json").write_bytes(b"{}")
    (site / "release.json").write_bytes(b"{}")
    assert release_id(site, DAY) == before
    assert not {"status/status.json", "release.json"} & manifest_of(site, ID, DAY).files.keys()


def test_a_manifest_is_written_as_the_same_bytes_in_any_order_and_counts_what_it_holds() -> None:
    facts = {"b.html": FileFact(2, SHA, SHA), "a/b.css": FileFact(3, SHA), "说明/index.html": FileFact(5, SHA)}
    one, other = Manifest(ID, "2026-11-21", facts), Manifest(ID, "2026-11-21", dict(reversed(facts.items())))
    assert as_json(one) == as_json(other)
    assert one.size == 10


def test_a_page_that_only_names_another_day_or_release_says_the_same(tmp_path: Path) -> None:
    stamp = '\n<meta name="shuxiang:release" content="{}">\n<link href="assets/look-{}/a.css">'
    built = (
        '<i data-built="{0}"></i>本站内容生成于<time datetime="{0}" data-built>{1}</time>，本站内容生成于{1}，'
        "（以 {1}生成时为准）{1}编印"
    )
    first = PAGE.format(
        more=stamp.format(ID, "0" * 10), day=built.format("2026-11-21", "2026年11月21日"), text="正文"
    )
    then = PAGE.format(
        more=stamp.format("x", "1" * 10), day=built.format("2026-12-01", "2026年12月1日"), text="正文"
    )
    assert gist(tmp_path, first, DAY) == gist(tmp_path, then, date(2026, 12, 1))


def test_the_day_of_the_build_counts_where_a_text_names_it(tmp_path: Path) -> None:
    said = [PAGE.format(more="", day="", text=text) for text in ("2026年11月21日开会", "2026年11月22日开会")]
    assert gist(tmp_path, said[0], date(2026, 11, 21)) != gist(tmp_path, said[1], date(2026, 11, 22))


def test_a_page_that_says_something_else_has_another_gist(tmp_path: Path) -> None:
    said = [PAGE.format(more="", day="", text=text) for text in ("正文", "正文。")]
    assert gist(tmp_path, said[0], DAY) != gist(tmp_path, said[1], DAY)


def test_lists_that_only_bear_the_day_of_the_build_say_the_same(tmp_path: Path) -> None:
    listed = "<url><loc>http://a/</loc><lastmod>{}</lastmod></url>"
    says = []
    for day in ("2026-11-21", "2026-11-22"):
        (tmp_path / "sitemap.xml").write_text(listed.format(day), "utf-8")
        (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress(listed.format(day).encode()))
        (tmp_path / "schedule.json").write_text(json.dumps({"built": day, "slots": ["2026-11-21"]}), "utf-8")
        says.append(
            {path: fact.gist for path, fact in manifest_of(tmp_path, ID, date.fromisoformat(day)).files.items()}
        )
    assert says[0] == says[1]
    assert len(says[0]) == 3
    assert all(says[0].values())


def test_files_that_are_no_pages_mean_their_bytes() -> None:
    assert FileFact(1, SHA).meaning == SHA
    assert FileFact(1, SHA, "cd").meaning == "cd"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
@pytest.mark.parametrize("name", ["附件: 说明.txt", "a\\b.txt", "a\nb.txt", b"\xff.txt", " . /a.txt"])
def test_a_file_whose_name_no_manifest_may_hold_stops_the_release_by_name(
    tmp_path: Path, name: str | bytes
) -> None:
    place = tmp_path / os.fsdecode(name)
    place.parent.mkdir(exist_ok=True)
    place.touch()
    for make in (lambda: release_id(tmp_path, DAY), lambda: manifest_of(tmp_path, ID, DAY)):
        with pytest.raises(ReleaseError, match="请改名后再发布") as told:
            make()
        assert str(told.value).isprintable()


@pytest.mark.parametrize("path", ["index.html", "说明/index.html", "a b/…/c.css", ".htaccess", "a..b/c", "...a"])
def test_usual_paths_are_safe(path: str) -> None:
    assert is_safe_path(path)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "./a", "..", ".. /a", "a/. ./b", ".../a"),
        *("C:/a", "a:b", "\\\\server\\a", "a\\..\\b", "a\0b", "a\nb", "a\rb", "a\ud800b"),
    ],
)
def test_a_path_that_could_lead_out_of_the_site_damages_the_whole_manifest(path: str) -> None:
    text = json.dumps({"version": 1, "id": ID, "day": "2026-11-21", "files": {path: {"size": 1, "sha256": SHA}}})
    with pytest.raises(DamagedManifestError, match="已损坏"):
        from_json(text.encode())


def whole(**change: object) -> bytes:
    fact = {"size": 1, "sha256": SHA}
    return json.dumps({"version": 1, "id": ID, "day": "2026-11-21", "files": {"a.css": fact}} | change).encode()


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"files": 3}', b"9" * 5000),
        *(whole(id=None), whole(id="../../etc"), whole(id=f"{ID}/.."), whole(day=20261121), whole(files=[])),
        *(whole(files={"a": None}), whole(files={"a": {}}), whole(files={"a": {"size": "1", "sha256": SHA}})),
        *(whole(files={"a": {"size": True, "sha256": SHA}}), whole(files={"a": {"size": 1, "sha256": "AB" * 32}})),
        *(whole(files={"a": {"size": 1, "sha256": SHA, "gist": 1}}), whole()[:-20]),
    ],
)
def test_what_is_no_manifest_is_said_to_be_damaged(data: bytes) -> None:
    with pytest.raises(DamagedManifestError):
        from_json(data)


def test_a_manifest_of_a_later_version_asks_for_newer_software() -> None:
    with pytest.raises(ReleaseError, match="请更新本软件") as told:
        from_json(whole(version=2))
    assert not isinstance(told.value, DamagedManifestError)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(SHA) | st.just(ID),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries({}, optional={"size": VALUES, "sha256": VALUES, "gist": VALUES})
FILES = VALUES | st.dictionaries(st.text("ab./\\: .\n\ud800", max_size=6), VALUES | FACTS, max_size=3)


@given(
    st.binary(max_size=60) | st.fixed_dictionaries({"files": FILES}, optional=dict.fromkeys(("id", "day"), VALUES))
)
def test_whatever_lies_there_becomes_a_manifest_that_stays_below_the_site_or_a_sentence(
    data: bytes | dict[str, object],
) -> None:
    known = {"version": 1, "id": ID, "day": "2026-11-21"}
    try:
        read = from_json(data if isinstance(data, bytes) else json.dumps(known | data).encode())
    except ReleaseError:
        return
    assert all(is_safe_path(path) for path in read.files)
    assert from_json(as_json(read)) == read


SAFE_PATHS = st.text(max_size=12).filter(is_safe_path)


@given(st.dictionaries(SAFE_PATHS, st.builds(FileFact, st.integers(0), st.just(SHA), st.sampled_from(["", SHA]))))
def test_a_manifest_comes_back_as_it_was_written(files: dict[str, FileFact]) -> None:
    manifest = Manifest(ID, "2026-11-21", files)
    assert from_json(as_json(manifest)) == manifest
