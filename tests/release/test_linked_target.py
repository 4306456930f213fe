"""Releases side by side and a link: switched in one step, taken back when readers would not see them."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from release_site import KEEP, SHARED, Watched, faults, means, own_page, shown, target_in, unanswered
from shuxiang.release.errors import ReleaseError
from shuxiang.release.history import Kind, State
from shuxiang.release.linked_target import LinkedTarget
from shuxiang.release.local_host import LocalHost
from shuxiang.release.manifest import Manifest
from shuxiang.release.target import Outcome, Release, Target

Edition = Callable[[int], Release]


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return target_in(tmp_path, "linked")


def unseen(_: Manifest) -> tuple[str, ...]:
    return ("看不到。",)


def test_a_first_release_is_shown_and_written_down(target: Target, www: Path, edition: Edition) -> None:
    assert (target.live(), target.kept(), target.events()) == (None, [], ())
    outcome = target.publish(edition(1), means())
    assert outcome == Outcome(edition(1).manifest.id, None)
    assert faults(www / "current", edition(1)) == []
    assert (www / "current").readlink() == Path("releases", outcome.release)
    assert target.live() == edition(1).manifest
    (event,) = target.events()
    assert (event.kind, event.release, event.previous, event.state) == (
        Kind.PUBLISH,
        outcome.release,
        "",
        State.GOOD,
    )


def test_a_later_release_takes_its_place_and_still_serves_open_pages(
    target: Target, www: Path, edition: Edition
) -> None:
    for number in (1, 2, 3):
        outcome = target.publish(edition(number), means())
    assert outcome.previous == edition(2).manifest.id
    assert faults(www / "current", edition(3)) == []
    assert unanswered(www / "current", edition(2)) == []
    assert unanswered(www / "current", edition(1)) != []
    assert target.kept() == [edition(number).manifest.id for number in (2, 3)]


def test_the_same_release_again_changes_nothing_and_says_so(target: Target, www: Path, edition: Edition) -> None:
    target.publish(edition(1), means())
    before = os.lstat(www / "current").st_ino
    outcome = target.publish(edition(1), means())
    assert outcome.previous == outcome.release
    assert (os.lstat(www / "current").st_ino, len(target.events())) == (before, 1)


def test_publishing_the_live_release_again_mends_what_is_damaged(
    target: Target, www: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    (www / "current" / SHARED).write_bytes(b"?")
    assert target.damage().changed == (SHARED,)
    target.publish(edition(1), means())
    assert target.damage().wrong == ()


def test_a_release_that_readers_would_not_see_is_taken_back(target: Target, www: Path, edition: Edition) -> None:
    target.publish(edition(1), means())
    with pytest.raises(ReleaseError, match=f"已经退回原来的版本 {edition(1).manifest.id}：\n看不到。"):
        target.publish(edition(2), means(unseen))
    assert faults(www / "current", edition(1)) == []
    assert unanswered(www / "current", edition(2)) == []
    assert [event.state for event in target.events()] == [State.GOOD, State.WITHDRAWN]


def test_a_first_release_stays_also_when_it_cannot_be_seen(target: Target, www: Path, edition: Edition) -> None:
    outcome = target.publish(edition(1), means(unseen))
    assert outcome.complaints == ("看不到。",)
    assert faults(www / "current", edition(1)) == []


def test_a_withdrawn_release_is_not_gone_back_to(target: Target, edition: Edition) -> None:
    target.publish(edition(1), means())
    with pytest.raises(ReleaseError):
        target.publish(edition(2), means(unseen))
    with pytest.raises(ReleaseError, match="没有更早的版本可以退回。"):
        target.rollback("", means())


def test_going_back_goes_to_what_readers_saw_before_and_there_and_back(
    target: Target, www: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    assert target.rollback("", means()).release == edition(1).manifest.id
    assert faults(www / "current", edition(1)) == []
    assert unanswered(www / "current", edition(2)) == []
    assert target.rollback(edition(2).manifest.id, means()).previous == edition(1).manifest.id
    assert shown(www) == edition(2).manifest.id


def test_going_back_to_a_damaged_release_is_refused(target: Target, www: Path, edition: Edition) -> None:
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    (www / "releases" / edition(1).manifest.id / own_page(1)).write_bytes(b"?")
    with pytest.raises(ReleaseError, match="没有退回"):
        target.rollback("", means())
    assert shown(www) == edition(2).manifest.id


def test_a_rollback_stands_since_somebody_has_asked_for_it(target: Target, www: Path, edition: Edition) -> None:
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    assert target.rollback("", means(unseen)).complaints == ("看不到。",)
    assert faults(www / "current", edition(1)) == []


@pytest.mark.parametrize("id_", ["20261121-aaaaaaaaaa", "../www", "内网"])
def test_going_back_to_what_is_not_there_is_refused(target: Target, www: Path, edition: Edition, id_: str) -> None:
    target.publish(edition(1), means())
    with pytest.raises(ReleaseError, match="没有版本"):
        target.rollback(id_, means())
    assert shown(www) == edition(1).manifest.id


def test_feeds_go_on_from_the_newest_release_also_after_going_back(target: Target, edition: Edition) -> None:
    assert target.read("index.html") is None
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    target.rollback("", means())
    assert target.read("index.html") == (edition(2).folder / "index.html").read_bytes()
    assert target.read("missing.ics") is None


def test_the_status_of_the_live_release_is_replaced_and_of_no_other(
    target: Target, www: Path, edition: Edition
) -> None:
    target.write_status(b"none")
    target.publish(edition(1), means())
    target.publish(edition(2), means())
    target.write_status(b"now")
    assert (www / "current/status/status.json").read_bytes() == b"now"
    assert b"now" not in (www / "releases" / edition(1).manifest.id / "status/status.json").read_bytes()
    assert target.damage().wrong == ()


def test_a_damaged_manifest_of_the_live_release_does_not_stop_the_next(
    target: Target, www: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    (www / "current/release.json").write_bytes(b'{"version": 1')
    live = target.live()
    assert live
    assert (live.id, live.files.keys()) == (edition(1).manifest.id, edition(1).manifest.files.keys())
    with pytest.raises(ReleaseError, match="已损坏"):
        target.damage()
    target.publish(edition(2), means())
    assert faults(www / "current", edition(2)) == []
    assert unanswered(www / "current", edition(1)) == []


def test_a_lost_history_does_not_stop_anything_and_the_way_back_is_found_again(
    target: Target, www: Path, edition: Edition
) -> None:
    target.publish(edition(1), means())
    (www / "history.json").write_bytes(b"\xff")
    target.publish(edition(2), means())
    assert target.rollback("", means()).release == edition(1).manifest.id


@pytest.mark.parametrize("holds", [[], ["index.html"]])
def test_a_folder_where_the_link_should_be_is_said_and_stays(
    target: Target, www: Path, edition: Edition, holds: list[str]
) -> None:
    (www / "current").mkdir(parents=True)
    for name in holds:
        (www / "current" / name).write_bytes(b"old")
    with pytest.raises(ReleaseError, match="请确认它没有用处后移走"):
        target.publish(edition(1), means())
    assert [path.name for path in (www / "current").iterdir()] == holds
    if not holds:
        (www / "current").rmdir()
        target.publish(edition(1), means())
        assert (shown(www), len(target.events())) == (edition(1).manifest.id, 1)


def test_a_link_that_somebody_else_has_set_is_only_turned_when_that_was_asked_for(
    target: Target, www: Path, tmp_path: Path, edition: Edition
) -> None:
    (tmp_path / "old-site").mkdir()
    www.mkdir()
    (www / "current").symlink_to(tmp_path / "old-site")
    with pytest.raises(ReleaseError, match=r"old-site，不是本软件发布的，没有动它。.*请加 --yes"):
        target.publish(edition(1), means())
    assert (www / "current").readlink() == tmp_path / "old-site"
    target.publish(edition(1), means(overwrite=True))
    assert faults(www / "current", edition(1)) == []


def test_a_link_to_a_release_that_somebody_has_deleted_is_set_anew(
    target: Target, www: Path, edition: Edition
) -> None:
    www.mkdir()
    (www / "current").symlink_to("releases/20260101-aaaaaaaaaa")
    assert target.live() is None
    target.publish(edition(1), means())
    assert faults(www / "current", edition(1)) == []


HOLD = """
import sys
from pathlib import Path
from shuxiang.release.local_host import LocalHost
with LocalHost(Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_who_comes_second_is_told_and_changes_nothing(target: Target, www: Path, edition: Edition) -> None:
    target.publish(edition(1), means())
    command = [sys.executable, "-c", HOLD, str(www)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:  # noqa: S603
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        for attempt in (lambda: target.publish(edition(2), means()), lambda: target.rollback("", means())):
            with pytest.raises(ReleaseError, match=f"另一个命令正在发布到 {www}。请等它结束后再运行一次。"):
                attempt()
        assert (target.kept(), shown(www)) == ([edition(1).manifest.id], edition(1).manifest.id)
        holder.stdin.close()
    target.publish(edition(2), means())


REFUSALS = [
    (errno.ENOSPC, "磁盘空间不足"),
    (errno.EDQUOT, "磁盘配额已用完"),
    (errno.EROFS, "只读"),
    (errno.EACCES, "没有权限"),
    (errno.EPERM, "没有权限"),
    (errno.EIO, "磁盘出错"),
    (errno.ESTALE, "连接断了"),
    (errno.ELOOP, "请处理后再运行一次"),
]


@pytest.fixture(params=REFUSALS)
def refusal(request: pytest.FixtureRequest) -> tuple[int, str]:
    """An errno, and what is said of it."""
    number, said = request.param
    return int(number), str(said)


@pytest.mark.parametrize("call", ["replace", "mkdir"])
def test_what_the_disk_refuses_is_a_sentence_and_the_old_site_stays(
    tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch, refusal: tuple[int, str], call: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    (number, said), www = refusal, tmp_path / "www"
    target = target_in(tmp_path, "linked")
    target.publish(edition(1), means())
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(ReleaseError, match=said):
            target.publish(edition(2), means())
    assert faults(www / "current", edition(1)) == []
    assert not (www / "incoming").exists()
    target.publish(edition(2), means())
    assert faults(www / "current", edition(2)) == []


def test_a_file_system_without_links_is_said_with_what_to_write(
    target: Target, www: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "symlink", refuse)
    with pytest.raises(ReleaseError, match=r"不能用符号链接.*请在 deploy\.yml 里给它加上 links: no。"):
        target.publish(edition(1), means())
    assert shown(www) == ""


def test_whichever_call_fails_readers_have_a_whole_site_and_a_later_run_succeeds(
    tmp_path: Path, www: Path, edition: Edition
) -> None:
    target_in(tmp_path, "linked").publish(edition(1), means())
    for number in range(1, 100):
        broken = target_in(tmp_path, "linked", lambda host, left=number: Watched(host, _breaking_at(left)))
        try:
            broken.publish(edition(2), means())
        except ReleaseError:
            seen = 1 if shown(www) == edition(1).manifest.id else 2
            assert faults(www / "current", edition(seen)) == []
        else:
            break
    assert number > 15
    assert faults(www / "current", edition(2)) == []


def _breaking_at(left: int) -> Callable[[str], None]:
    calls = iter(range(1, 1000))

    def watch(moment: str) -> None:
        if moment.endswith("前") and next(calls) == left:
            raise ReleaseError("连接断了。")

    return watch


def test_there_is_room_for_as_many_releases_as_are_kept(tmp_path: Path, edition: Edition) -> None:
    target = LinkedTarget(LocalHost(tmp_path), 5)
    for number in range(1, 8):
        target.publish(edition(number), means())
    assert target.kept() == [edition(number).manifest.id for number in range(3, 8)]
    assert KEEP < 5
