"""Releases side by side: whole or not there, and no more of them than are to be kept."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from release_site import SHARED, contents, faults, means, own_page
from shuxiang.release.errors import ReleaseError
from shuxiang.release.history import Event, Kind, State
from shuxiang.release.local_host import LocalHost
from shuxiang.release.shelf import Shelf, require_room
from shuxiang.release.target import Release

Edition = Callable[[int], Release]
AT = "2026-11-21T07:00:00+08:00"
STEP = means().step


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(LocalHost(tmp_path), 3)


def use(shelf: Shelf, release: Release, kind: Kind = Kind.PUBLISH, state: State = State.GOOD) -> str:
    id_ = release.manifest.id
    shelf.take(release, None, STEP)
    shelf.record(Event(AT, kind, id_, "", state))
    return id_


def test_a_release_is_taken_whole_and_nothing_else_stays(shelf: Shelf, tmp_path: Path, edition: Edition) -> None:
    id_ = use(shelf, edition(1))
    assert faults(tmp_path / "releases" / id_, edition(1)) == []
    assert {path.name for path in tmp_path.iterdir()} == {"releases", "history.json"}
    assert shelf.manifest(id_) == edition(1).manifest


def test_equal_files_are_linked_from_the_release_before_and_others_are_not(
    shelf: Shelf, tmp_path: Path, edition: Edition
) -> None:
    first, second = edition(1).manifest.id, edition(2).manifest.id
    shelf.take(edition(1), None, STEP)
    shelf.take(edition(2), first, STEP)
    one, other = (tmp_path / "releases" / id_ for id_ in (first, second))
    assert (one / SHARED).samefile(other / SHARED)
    assert not (one / "index.html").samefile(other / "index.html")


def test_a_damaged_file_is_never_linked_into_the_next_release(
    shelf: Shelf, tmp_path: Path, edition: Edition
) -> None:
    first = edition(1).manifest.id
    shelf.take(edition(1), None, STEP)
    (tmp_path / "releases" / first / SHARED).write_bytes(b"st@rt()")
    shelf.take(edition(2), first, STEP)
    assert faults(tmp_path / "releases" / edition(2).manifest.id, edition(2)) == []
    assert shelf.damage(first).changed == (SHARED,)


def test_a_release_that_is_there_is_checked_and_mended_file_by_file(
    shelf: Shelf, tmp_path: Path, edition: Edition
) -> None:
    folder = tmp_path / "releases" / use(shelf, edition(1))
    (folder / own_page(1)).write_bytes(b"?")
    (folder / SHARED).unlink()
    (folder / "release.json").write_bytes(b"{")
    shelf.take(edition(1), None, STEP)
    assert faults(folder, edition(1)) == []


def test_the_mending_of_one_release_does_not_reach_into_another(
    shelf: Shelf, tmp_path: Path, edition: Edition
) -> None:
    shelf.take(edition(1), None, STEP)
    shelf.take(edition(2), edition(1).manifest.id, STEP)
    shared = tmp_path / "releases" / edition(1).manifest.id / SHARED
    shared.write_bytes(b"st@rt()")
    shelf.take(edition(2), None, STEP)
    assert shelf.damage(edition(2).manifest.id).wrong == ()
    assert shelf.damage(edition(1).manifest.id).wrong == (SHARED,)


def test_damage_tells_missing_changed_and_foreign_files_apart(
    shelf: Shelf, tmp_path: Path, edition: Edition
) -> None:
    folder = tmp_path / "releases" / use(shelf, edition(1))
    (folder / own_page(1)).unlink()
    (folder / "index.html").write_bytes(b"?")
    (folder / "添加的.txt").write_bytes(b"?")
    (folder / "status/status.json").write_bytes(b"{}")
    found = shelf.damage(edition(1).manifest.id)
    assert (found.missing, found.changed, found.foreign) == ((own_page(1),), ("index.html",), ("添加的.txt",))
    assert found.wrong == ("index.html", own_page(1))


def test_a_release_with_a_flipped_byte_is_not_gone_back_to(shelf: Shelf, tmp_path: Path, edition: Edition) -> None:
    folder = tmp_path / "releases" / use(shelf, edition(1))
    page = bytearray((folder / "index.html").read_bytes())
    page[-3] ^= 1
    (folder / "index.html").write_bytes(page)
    with pytest.raises(ReleaseError, match=r"1 个文件缺少或损坏（index\.html），没有退回。请另选一个。"):
        shelf.require_sound(edition(1).manifest.id)


@pytest.mark.parametrize("id_", ["", "..", "../..", "20261121-aaaaaaaaaa", "说明"])
def test_a_release_that_is_not_there_is_said_by_name(shelf: Shelf, edition: Edition, id_: str) -> None:
    use(shelf, edition(1))
    with pytest.raises(ReleaseError, match="没有版本"):
        shelf.manifest(id_)


def test_other_folders_among_the_releases_are_no_releases_and_stay(
    shelf: Shelf, tmp_path: Path, edition: Edition
) -> None:
    others = ["备份", "20261121-AAAAAAAAAA", "20261121-aaaaaaaaaa.old", ".snapshot", "a b"]
    for name in others:
        (tmp_path / "releases" / name).mkdir(parents=True)
    used = [use(shelf, edition(number)) for number in range(1, 6)]
    shelf.prune(used[-1])
    assert shelf.ids() == set(used[-3:])
    assert {path.name for path in (tmp_path / "releases").iterdir()} == {*others, *used[-3:]}


def test_the_live_release_and_the_one_before_stay_however_old_they_are(shelf: Shelf, edition: Edition) -> None:
    used = [use(shelf, edition(number)) for number in (1, 2, 3, 4, 5)]
    shelf.record(Event(AT, Kind.ROLLBACK, used[1], used[0], State.GOOD))
    shelf.prune(used[1])
    assert shelf.ids() == {used[0], used[1], used[4]}


def test_a_release_that_nobody_has_seen_goes_first(shelf: Shelf, edition: Edition) -> None:
    used = [use(shelf, edition(number)) for number in (1, 2, 3)]
    withdrawn = use(shelf, edition(4), state=State.WITHDRAWN)
    assert shelf.kept() == [withdrawn, *used]
    shelf.prune(used[-1])
    assert shelf.kept() == used


def test_at_least_two_are_kept_whatever_was_asked_for(tmp_path: Path, edition: Edition) -> None:
    shelf = Shelf(LocalHost(tmp_path), 0)
    used = [use(shelf, edition(number)) for number in (1, 2, 3)]
    shelf.prune(used[-1])
    assert shelf.kept() == used[-2:]


def test_assets_of_the_release_before_are_adopted_and_pages_are_not(
    shelf: Shelf, tmp_path: Path, edition: Edition
) -> None:
    old, new = use(shelf, edition(1)), use(shelf, edition(2))
    shelf.adopt_assets(old, new)
    there = contents(tmp_path / "releases" / new)
    assert {path for path in edition(1).manifest.files if path.startswith("assets/")} <= there.keys()
    assert own_page(1) not in there
    assert shelf.damage(new).foreign == ()


@pytest.mark.parametrize("damage", ["an asset is gone", "the manifest is damaged"])
def test_what_is_wrong_with_the_release_before_does_not_stop_the_next(
    shelf: Shelf, tmp_path: Path, edition: Edition, damage: str
) -> None:
    old, new = use(shelf, edition(1)), use(shelf, edition(2))
    style = next(path for path in edition(1).manifest.files if path.endswith(".css"))
    folder = tmp_path / "releases" / old
    if damage == "an asset is gone":
        (folder / style).unlink()
    else:
        (folder / "release.json").write_bytes(b"{")
    shelf.adopt_assets(old, new)
    assert (tmp_path / "releases" / new / style).exists() is (damage != "an asset is gone")
    assert shelf.damage(new).wrong == ()


def test_a_damaged_history_is_no_history_and_the_next_event_begins_another(
    shelf: Shelf, tmp_path: Path, edition: Edition
) -> None:
    first, second = use(shelf, edition(1)), use(shelf, edition(2))
    (tmp_path / "history.json").write_bytes(b'{"version": 1, "eve')
    assert (shelf.events(), shelf.kept(), shelf.before(second)) == ((), [first, second], "")
    third = use(shelf, edition(3))
    shelf.settle(State.GOOD)
    assert (shelf.kept()[-1], len(shelf.events())) == (third, 1)


def test_an_intent_is_settled_or_forgotten_once(shelf: Shelf, edition: Edition) -> None:
    use(shelf, edition(1))
    use(shelf, edition(2), state=State.OPEN)
    shelf.forget_intent()
    shelf.forget_intent()
    assert [event.release for event in shelf.events()] == [edition(1).manifest.id]
    use(shelf, edition(2), state=State.OPEN)
    shelf.settle(State.WITHDRAWN)
    shelf.settle(State.GOOD)
    assert shelf.events()[-1].state is State.WITHDRAWN


class Spoiling(LocalHost):
    """A disk on which one file comes out wrong, however often it is written."""

    def upload(self, source: Path, paths: object, folder: str, like: str) -> None:
        super().upload(source, paths, folder, like)  # type: ignore[arg-type]
        (self.root / folder / "index.html").write_bytes(b"!")


def test_a_file_that_never_arrives_as_it_was_sent_stops_the_release(tmp_path: Path, edition: Edition) -> None:
    shelf = Shelf(Spoiling(tmp_path), 3)
    with pytest.raises(ReleaseError, match=r"不一样（index\.html），重传一次仍是这样，没有换上"):
        shelf.take(edition(1), None, STEP)
    assert list(tmp_path.iterdir()) == []


class Full(LocalHost):
    """A disk that fills up during the third file, and on which nothing can be removed either if ``stuck``."""

    stuck = False

    def upload(self, source: Path, paths: object, folder: str, like: str) -> None:
        super().upload(source, list(paths)[:2], folder, like)  # type: ignore[call-overload]
        raise ReleaseError("磁盘空间不足。") from OSError(errno.ENOSPC, "")

    def remove(self, path: str) -> None:
        if self.stuck:
            raise ReleaseError("没有权限。")
        super().remove(path)


def test_a_disk_that_fills_up_leaves_nothing_of_the_release(tmp_path: Path, edition: Edition) -> None:
    with pytest.raises(ReleaseError, match="磁盘空间不足"):
        Shelf(Full(tmp_path), 3).take(edition(1), None, STEP)
    assert list(tmp_path.iterdir()) == []


def test_what_went_wrong_first_is_said_also_when_tidying_goes_wrong(tmp_path: Path, edition: Edition) -> None:
    host = Full(tmp_path)
    host.stuck = True
    with pytest.raises(ReleaseError, match="磁盘空间不足"):
        Shelf(host, 3).take(edition(1), None, STEP)
    Shelf(LocalHost(tmp_path), 3).tidy()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_said_with_numbers_before_anything_is_sent(
    tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalHost, "free", lambda _: 3 * 2**20)
    with pytest.raises(ReleaseError, match="需要约 9 MB，只剩 3 MB"):
        Shelf(LocalHost(tmp_path), 3).take(edition(1), None, STEP)
    assert list(tmp_path.iterdir()) == []


def test_where_free_space_cannot_be_known_none_is_asked_for(tmp_path: Path) -> None:
    require_room(LocalHost(tmp_path / "nowhere"), 2**60)
