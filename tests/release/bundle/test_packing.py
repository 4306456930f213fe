from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shuxiang.release.bundle.opening import open_parcel
from shuxiang.release.bundle.packing import packed, write_parcel
from shuxiang.release.bundle.packing_list import Kind, Packed, PackingList
from shuxiang.release.errors import ReleaseError

MakeParcel = Callable[..., Path]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text("甲", encoding="utf-8")
    return path


def listed(files: dict[str, Packed]) -> PackingList:
    return PackingList(Kind.DOCUMENTS, "2026-11-21", "docs", files)


def test_a_file_that_changes_while_it_is_packed_leaves_the_parcel_of_before(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "week.zip"
    target.write_bytes(b"before")
    facts = packed({"docs/a.md": source})
    source.write_text("甲乙", encoding="utf-8")
    with pytest.raises(ReleaseError, match="在打包时被改动了"):
        write_parcel(target, listed(facts), {"docs/a.md": source})
    assert target.read_bytes() == b"before"
    assert sorted(tmp_path.iterdir()) == [source, target]


def test_a_file_that_is_gone_or_a_folder_that_is_missing_is_a_sentence(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError):
        packed({"docs/a.md": tmp_path / "none.md"})
    with pytest.raises(ReleaseError):
        write_parcel(tmp_path / "none/week.zip", listed(packed({"docs/a.md": source})), {"docs/a.md": source})


@pytest.mark.parametrize("path", ["docs/aux.md", "docs/a?.md", "../a.md", "site/a.md"])
def test_a_name_that_would_be_refused_there_is_refused_here(path: str, source: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="打包"):
        write_parcel(tmp_path / "week.zip", listed(packed({path: source})), {path: source})
    assert not (tmp_path / "week.zip").exists()


def test_more_than_a_zip_can_hold_is_told_before_anything_is_written(source: Path, tmp_path: Path) -> None:
    huge = listed({"docs/a.md": Packed(2**32 - 10, "0" * 64)})
    with pytest.raises(ReleaseError, match=r"共 4\.0 GB，一个 zip 放不下"):
        write_parcel(tmp_path / "week.zip", huge, {"docs/a.md": source})
    many = listed({f"docs/{number}.md": Packed(0, "0" * 64) for number in range(50_001)})
    with pytest.raises(ReleaseError, match="有 50001 个，超过"):
        write_parcel(tmp_path / "week.zip", many, {})
    assert list(tmp_path.iterdir()) == [source]


def test_documents_are_known_by_their_path_below_the_folder(make_parcel: MakeParcel) -> None:
    parcel = open_parcel(make_parcel({"docs/a.md": "a", "docsy/b.md": "b", "mkdocs.yml": ""}))
    assert list(parcel.listed.documents) == ["a.md"]
    assert list(replace(parcel.listed, docs="docsy").documents) == ["b.md"]
