"""A folder without links: files are replaced one by one, in an order in which no page misses anything."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from release_site import SHARED, contents, faults, means, own_page, target_in, unanswered
from shuxiang.release.errors import ReleaseError
from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.history import State
from shuxiang.release.local_host import LOCK, LocalHost
from shuxiang.release.manifest import Manifest
from shuxiang.release.plain_target import MARK, PlainTarget
from shuxiang.release.target import Release, Target

Edition = Callable[[int], Release]
FOREIGN = {"web.config": b"<configuration/>", "WEB-INF/web.xml": b"<web-app/>", "assets/theirs.css": b"theirs"}


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return target_in(tmp_path, "plain")


def unseen(_: Manifest) -> tuple[str, ...]:
    return ("看不到。",)


def amiss(www: Path, release: Release) -> list[str]:
    return [path for path in faults(www, release) if path != LOCK]


def test_a_first_release_lies_in_the_folder_itself(target: Target, www: Path, edition: Edition) -> None:
    assert (target.live(), target.kept()) == (None, [])
    with pytest.raises(ReleaseError, match="还没有发布过网站"):
        target.damage()
    target.publish(edition(1), means())
    assert amiss(www, edition(1)) == []
    assert target.live() == edition(1).manifest
    assert target.damage().wrong == target.damage().foreign == ()


def test_a_later_release_removes_pages_at_once_and_assets_one_release_later(
    target: Target, www: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    assert amiss(www, edition(2)) == []
    assert not (www / "readings/week-1").exists()
    assert unanswered(www, edition(1)) == []
    target.publish(edition(3), means())
    assert {path for path in contents(www) if is_fingerprinted(path)} == {
        path for number in (2, 3) for path in edition(number).manifest.files if is_fingerprinted(path)
    }


def test_files_of_others_are_never_touched(target: Target, www: Path, edition: Edition) -> None:
    target.publish(edition(1), means())
    for path, content in FOREIGN.items():
        (www / path).parent.mkdir(exist_ok=True)
        (www / path).write_bytes(content)
    target.publish(edition(2), means())
    target.rollback("", means())
    with pytest.raises(ReleaseError):
        target.publish(edition(3), means(unseen))
    assert {path: contents(www)[path] for path in FOREIGN} == FOREIGN
    assert target.damage().foreign == tuple(sorted(FOREIGN))


def test_a_file_goes_before_what_asks_for_it_and_the_entry_page_goes_last(
    tmp_path: Path, www: Path, edition: Edition
) -> None:
    order: list[str] = []

    class Ordered(LocalHost):
        def upload(self, source: Path, paths: object, folder: str, like: str) -> None:
            names = list(paths)  # type: ignore[call-overload]
            order.extend(names)
            super().upload(source, names, folder, like)

    target = PlainTarget(Ordered(www), tmp_path / "kept", 2)
    target.publish(edition(1), means())
    kinds = [0 if is_fingerprinted(path) else 2 if path.endswith(".html") else 1 for path in order]
    assert kinds[: len(kinds) - 2] == sorted(kinds[: len(kinds) - 2])
    assert order[-3:] == ["index.html", "release.json", "status/status.json"]
    order.clear()
    target.publish(edition(2), means())
    assert SHARED not in order


def test_a_release_that_readers_would_not_see_is_taken_back_file_by_file(
    target: Target, www: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    with pytest.raises(ReleaseError, match="已经退回原来的版本"):
        target.publish(edition(3), means(unseen))
    assert amiss(www, edition(2)) == []
    assert [unanswered(www, edition(number)) for number in (1, 2, 3)] == [[], [], []]
    assert target.events()[-1].state is State.WITHDRAWN


def test_a_first_release_stays_also_when_it_cannot_be_seen(target: Target, www: Path, edition: Edition) -> None:
    assert target.publish(edition(1), means(unseen)).complaints == ("看不到。",)
    assert amiss(www, edition(1)) == []


def test_going_back_brings_the_release_that_is_kept_on_this_machine(
    target: Target, www: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    assert target.rollback("", means()).release == edition(1).manifest.id
    assert amiss(www, edition(1)) == []
    assert unanswered(www, edition(2)) == []


def test_going_back_is_refused_where_nothing_is_kept(
    target: Target, www: Path, tmp_path: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    elsewhere = PlainTarget(LocalHost(www), tmp_path / "another machine", 2)
    with pytest.raises(ReleaseError, match=r"这台电脑上（.*another machine）没有更早的版本可以退回。"):
        elsewhere.rollback("", means())
    assert amiss(www, edition(1)) == []


def test_another_machine_publishes_over_what_this_one_has_published(
    target: Target, www: Path, tmp_path: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    elsewhere = PlainTarget(LocalHost(www), tmp_path / "another machine", 2)
    with pytest.raises(ReleaseError, match=f"已经退回原来的版本 {edition(1).manifest.id}"):
        elsewhere.publish(edition(2), means(unseen))
    assert amiss(www, edition(1)) == []
    assert elsewhere.publish(edition(2), means()).previous == edition(1).manifest.id
    assert amiss(www, edition(2)) == []


def test_the_same_release_again_keeps_what_open_pages_ask_for(target: Target, www: Path, edition: Edition) -> None:
    for number in (1, 2, 2):
        target.publish(edition(number), means())
    assert unanswered(www, edition(1)) == []
    assert len(target.events()) == 2


def test_the_same_release_again_mends_what_is_damaged(target: Target, www: Path, edition: Edition) -> None:
    target.publish(edition(1), means())
    (www / own_page(1)).write_bytes(b"?")
    (www / SHARED).unlink()
    assert target.damage().wrong == (SHARED, own_page(1))
    target.publish(edition(1), means())
    assert amiss(www, edition(1)) == []


def test_a_folder_with_another_site_is_refused_by_name_and_taken_only_when_asked_for(
    target: Target, www: Path, edition: Edition
) -> None:
    www.mkdir()
    (www / "index.html").write_bytes(b"theirs")
    (www / "web.config").write_bytes(b"theirs")
    with pytest.raises(ReleaseError, match=r"已经有别的内容（index\.html），没有动它。.*请加 --yes"):
        target.publish(edition(1), means())
    assert contents(www) == {LOCK: b"", "index.html": b"theirs", "web.config": b"theirs"}
    target.publish(edition(1), means(overwrite=True))
    assert amiss(www, edition(1)) == ["web.config"]


@pytest.mark.parametrize("name", ["release.json", MARK])
@pytest.mark.parametrize("text", [b"{", b'{"version": 1, "id": "x", "files": {"../../a": {}}}', b"\xff"])
def test_a_damaged_list_in_the_folder_is_written_anew(
    target: Target, www: Path, edition: Edition, name: str, text: bytes
) -> None:
    target.publish(edition(1), means())
    (www / name).write_bytes(text)
    target.publish(edition(2), means())
    assert amiss(www, edition(2)) in ([], [own_page(1)])
    assert not (www / MARK).exists()


def test_nothing_outside_the_folder_is_removed_for_a_list_that_names_it(
    target: Target, www: Path, tmp_path: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    (tmp_path / "outside.txt").write_bytes(b"!")
    text = (www / "release.json").read_text("utf-8").replace(own_page(1), "../outside.txt")
    (www / "release.json").write_text(text, "utf-8")
    target.publish(edition(2), means())
    assert (tmp_path / "outside.txt").exists()


def test_a_folder_without_room_is_left_as_it_is(
    target: Target, www: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.publish(edition(1), means())
    before = contents(www)
    monkeypatch.setattr(LocalHost, "free", lambda self: 0 if self.root == www else None)
    with pytest.raises(ReleaseError, match="磁盘空间不足"):
        target.publish(edition(2), means())
    assert contents(www) == before


def test_what_breaks_off_half_way_is_said_plainly_and_the_next_run_completes_it(
    target: Target, www: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.publish(edition(1), means())

    def disconnect(title: str) -> None:
        if "再放各个页面" in title and title.endswith("后"):
            monkeypatch.setattr(os, "replace", _refuse)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", os.replace)
        with pytest.raises(ReleaseError, match=r"连接断了.*\n文件只换了一部分.*处理好后再运行一次"):
            target.publish(edition(2), means(hook=disconnect))
    monkeypatch.undo()
    assert (www / "index.html").read_bytes() == (edition(1).folder / "index.html").read_bytes()
    target.publish(edition(2), means())
    assert amiss(www, edition(2)) == []


def _refuse(*_: object, **__: object) -> None:
    raise OSError(errno.ESTALE, "Stale file handle")


def test_the_status_is_replaced_in_the_folder(target: Target, www: Path, edition: Edition) -> None:
    target.write_status(b"none")
    assert not www.exists()
    target.publish(edition(1), means())
    target.write_status(b"now")
    assert (www / "status/status.json").read_bytes() == b"now"
    assert target.damage().wrong == ()


def test_a_release_that_is_kept_can_be_checked_too(target: Target, edition: Edition) -> None:
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    assert target.damage(edition(1).manifest.id).wrong == ()
    with pytest.raises(ReleaseError, match="没有版本 20261121-aaaaaaaaaa"):
        target.damage("20261121-aaaaaaaaaa")


def test_feeds_go_on_from_the_newest_release(target: Target, tmp_path: Path, www: Path, edition: Edition) -> None:
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    target.rollback("", means())
    assert target.read("index.html") == (edition(2).folder / "index.html").read_bytes()
    elsewhere = PlainTarget(LocalHost(www), tmp_path / "another machine", 2)
    assert elsewhere.read("index.html") == (edition(1).folder / "index.html").read_bytes()
