import gzip
import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from generated import generate_readings
from shuxiang.search import SearchIndexError, SearchRecord, build_index
from shuxiang.search.pagefind_service import write_index

PAGE = SearchRecord("readings/2026/w47/", "怎样写提案", "先调研，后提案。", "article", "周学一文", "第46周", "2026")


def readings(count: int) -> list[SearchRecord]:
    return [
        SearchRecord(f"r/{name}/", title, body, "article", "周学一文", f"第{n}周", str(2020 + n % 7))
        for n, (name, title, body) in enumerate(generate_readings(count, 800, seed=3))
    ]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_records_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    records = readings(30)
    build_index(records, tmp_path / "one")
    build_index(reversed(records), tmp_path / "two")
    build_index(records[7:] + records[:7], tmp_path / "three")
    assert files(tmp_path / "one") == files(tmp_path / "two") == files(tmp_path / "three")


def test_the_bundle_holds_only_what_browsers_fetch(tmp_path: Path) -> None:
    build_index(readings(3), tmp_path / "index")
    kinds = {name.split("/")[0].split(".")[0] for name in files(tmp_path / "index")}
    assert kinds == {"pagefind", "pagefind-entry", "wasm", "index", "pages", "fold", "text"}
    assert not list(tmp_path.glob(".index*"))


def test_pages_are_listed_newest_first_with_what_a_result_shows(tmp_path: Path) -> None:
    records = [
        replace(PAGE, url="a/w9/", year="2026", date="2026-03-01"),
        replace(PAGE, url="a/w47/", year="2026", date="2026-11-16"),
        replace(PAGE, url="b/w53/", year="2025"),
        replace(PAGE, url="b/w8/", year="2025"),
        replace(PAGE, url="about/", cadence="", cadence_name="", slot="", year=""),
    ]
    build_index(records, tmp_path / "index")
    table = json.loads((tmp_path / "index/pages.json").read_text("utf-8"))
    assert [row[1] for row in table["pages"]] == ["a/w47/", "a/w9/", "b/w53/", "b/w8/", "about/"]
    assert table["cadences"] == [["article", "周学一文"]]
    assert [row[3] for row in table["pages"]] == [0, 0, 0, 0, -1]
    assert len({row[0] for row in table["pages"]}) == len(records)


def test_texts_keep_their_original_characters(tmp_path: Path) -> None:
    build_index([replace(PAGE, text="圖書館，ＡＰＰ。")], tmp_path / "index")
    (text,) = (tmp_path / "index/text").iterdir()
    assert text.read_text("utf-8") == "圖書館，ＡＰＰ。"


@pytest.mark.parametrize("records", [[], [replace(PAGE, text="")]], ids=["no page", "a page without text"])
def test_nothing_to_search_is_no_failure(records: list[SearchRecord], tmp_path: Path) -> None:
    build_index(records, tmp_path / "index")
    assert set(files(tmp_path / "index")) == {"pages.json", "fold.json"}


def test_a_new_index_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    build_index(readings(5), tmp_path / "index")
    build_index([PAGE], tmp_path / "index")
    build_index([PAGE], tmp_path / "other")
    assert files(tmp_path / "index") == files(tmp_path / "other")


def test_settings_of_the_place_it_runs_in_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index([PAGE], tmp_path / "one")
    (tmp_path / "pagefind.yml").write_text("force_language: zh\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "en")
    build_index([PAGE], Path("two"))
    assert files(tmp_path / "one") == files(tmp_path / "two")


def program(folder: Path, script: str) -> str:
    path = folder / "pagefind"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("script", ["exit 3", "cat >/dev/null & exit 0"])
def test_a_program_that_stops_is_told_in_one_sentence(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index([PAGE], tmp_path / "index")
    before = files(tmp_path / "index")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program(tmp_path, script))
    with pytest.raises(SearchIndexError, match=r"搜索索引没有建成：.*请.*。$"):
        build_index([PAGE, replace(PAGE, url="x/")], tmp_path / "index")
    assert files(tmp_path / "index") == before


def test_every_file_that_the_program_hands_over_is_whole_when_the_index_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = [{"path": "index/a.pf_index", "content": b64encode(b"words" * 50_000).decode()}]
    payloads: list[dict[str, object]] = [{"type": "NewIndex"}, {"type": "IndexedPage"}]
    payloads.append({"type": "GetFiles", "files": handed})
    answers = b",".join(b64encode(json.dumps({"payload": payload}).encode()) for payload in payloads)
    (tmp_path / "answers").write_bytes(answers + b",")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program(tmp_path, f"cat {tmp_path / 'answers'}"))
    write_index([("page", "words")], tmp_path / "index")
    assert (tmp_path / "index/index/a.pf_index").read_bytes() == b"words" * 50_000


def test_a_missing_program_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nothing"))
    with pytest.raises(SearchIndexError, match="pip install"):
        build_index([PAGE], tmp_path / "index")


def test_what_the_program_complains_of_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "eyJtZXNzYWdlX2lkIjoxLCJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJubyByb29tIn19"
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program(tmp_path, f"printf '{answer},'; cat >/dev/null"))
    with pytest.raises(SearchIndexError, match="no room"):
        build_index([PAGE], tmp_path / "index")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SearchIndexError, match=r"index：搜索索引写不进去"):
        build_index([PAGE], tmp_path / "file" / "index")


def test_index_files_stay_small(tmp_path: Path) -> None:
    build_index(readings(40), tmp_path / "index")
    sizes = [path.stat().st_size for path in (tmp_path / "index/index").iterdir()]
    places = gzip.decompress(next((tmp_path / "index/index").iterdir()).read_bytes())
    assert len(sizes) > 5
    assert max(sizes) < 20_000
    assert places.startswith(b"pagefind_dcd")
