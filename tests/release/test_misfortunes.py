"""What people and disks do to a target between two runs, and what must not be touched whatever they do."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from release_site import contents, faults, means, own_page, release_of, shown, target_in
from shuxiang.release.errors import ReleaseError
from shuxiang.release.linked_target import LinkedTarget
from shuxiang.release.local_host import LocalHost
from shuxiang.release.manifest import Manifest
from shuxiang.release.plain_target import PlainTarget
from shuxiang.release.stamp import stamp
from shuxiang.release.target import Release, Target

Edition = Callable[[int], Release]


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


@pytest.fixture
def linked(www: Path) -> LinkedTarget:
    return LinkedTarget(LocalHost(www), keep=5)


@pytest.fixture
def plain(tmp_path: Path) -> Target:
    return target_in(tmp_path, "plain")


def unseen(_: Manifest) -> tuple[str, ...]:
    return ("看不到。",)


def with_files(tmp_path: Path, number: int, files: dict[str, str]) -> Release:
    """An edition with more files, by path."""
    release = release_of(tmp_path / f"more-{number}", number)
    for path, text in files.items():
        (release.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (release.folder / path).write_text(text, "utf-8")
    (release.folder / "release.json").unlink()
    return Release(release.folder, stamp(release.folder, date.fromisoformat(release.manifest.day)))


def test_a_folder_of_somebody_elses_is_left_alone_whatever_its_name(
    linked: LinkedTarget, www: Path, edition: Edition
) -> None:
    (www / "incoming").mkdir(parents=True)
    (www / "incoming/稿件.docx").write_text("稿件", "utf-8")
    linked.publish(edition(1), means())
    linked.publish(edition(2), means())
    assert (www / "incoming/稿件.docx").read_text("utf-8") == "稿件"


def test_releases_and_links_of_others_are_asked_about(linked: LinkedTarget, www: Path, edition: Edition) -> None:
    (www / "releases/mine").mkdir(parents=True)
    with pytest.raises(ReleaseError, match="不是本软件发布的"):
        linked.publish(edition(1), means())
    linked.publish(edition(1), means(overwrite=True))
    (www / "releases/hotfix").mkdir()
    (www / "current").unlink()
    (www / "current").symlink_to("releases/hotfix")
    with pytest.raises(ReleaseError, match="current 指向 releases/hotfix"):
        linked.publish(edition(2), means())
    assert (www / "current").readlink() == Path("releases/hotfix")


def test_a_release_that_has_lost_its_list_stops_nothing(linked: LinkedTarget, www: Path, edition: Edition) -> None:
    linked.publish(edition(1), means())
    (www / "current/release.json").unlink()
    live = linked.live()
    assert live
    assert live.files.keys() >= edition(1).manifest.files.keys(), "what would go can still be told"
    linked.publish(edition(1), means())
    assert faults(www / "current", edition(1)) == []


def test_going_back_twice_goes_back_two_releases(linked: LinkedTarget, www: Path, edition: Edition) -> None:
    for number in (1, 2, 3):
        linked.publish(edition(number), means())
    linked.rollback("", means())
    linked.rollback("", means())
    assert shown(www) == edition(1).manifest.id
    with pytest.raises(ReleaseError, match="没有更早的版本"):
        linked.rollback("", means())


def test_without_a_history_the_days_tell_the_way_back(linked: LinkedTarget, www: Path, edition: Edition) -> None:
    for number in (1, 2, 3):
        linked.publish(edition(number), means())
    (www / "history.json").unlink()
    linked.rollback("", means())
    assert shown(www) == edition(2).manifest.id


def test_who_goes_back_stays_there_though_the_server_does_not_answer(
    linked: LinkedTarget, www: Path, edition: Edition
) -> None:
    for number in (1, 2):
        linked.publish(edition(number), means())
    assert linked.rollback("", means(unseen)).complaints == ("看不到。",)
    assert shown(www) == edition(1).manifest.id


def test_a_file_that_is_damaged_in_all_releases_that_share_it_is_mended_from_the_one_that_was_sent_again(
    linked: LinkedTarget, www: Path, edition: Edition
) -> None:
    for number in (1, 2):
        linked.publish(edition(number), means())
    shared = "assets/javascripts/bundle.0123abcd.min.js"
    (www / "current" / shared).write_bytes(b"damaged in place")
    linked.publish(edition(2), means())
    linked.rollback("", means())
    assert faults(www / "current", edition(1)) == []


def test_nothing_is_written_through_a_link(
    linked: LinkedTarget, www: Path, tmp_path: Path, edition: Edition
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    www.mkdir()
    (www / "releases").symlink_to(outside)
    with pytest.raises(ReleaseError, match="是一个链接"):
        linked.publish(edition(1), means())
    assert contents(outside) == {}


def test_no_link_on_a_share_leads_writing_elsewhere(
    plain: Target, www: Path, tmp_path: Path, edition: Edition
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    plain.publish(edition(1), means())
    (www / "readings/week-2").symlink_to(outside)
    with pytest.raises(ReleaseError, match="是一个链接"):
        plain.publish(edition(2), means())
    assert contents(outside) == {}


def test_old_releases_that_cannot_be_removed_are_told_of_and_stop_nothing(
    linked: LinkedTarget, www: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    few = LinkedTarget(LocalHost(www), keep=2)
    for number in (1, 2):
        few.publish(edition(number), means())
    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", refuse)
        outcome = few.publish(edition(3), means())
        assert "旧版本没有删掉" in outcome.note
        assert shown(www) == edition(3).manifest.id
    assert linked.publish(edition(3), means()).note == ""
    assert not list(www.glob(".sx-old*"))


def test_only_new_files_need_room(www: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    linked = LinkedTarget(LocalHost(www), keep=2)
    big = edition(1).manifest
    facts = {path: replace(fact, size=2**30) for path, fact in big.files.items()}
    linked.publish(Release(edition(1).folder, replace(big, files=facts)), means())
    monkeypatch.setattr(LocalHost, "free", lambda _: 2**29)
    linked.publish(Release(edition(1).folder, replace(big, files=facts)), means())
    second = edition(2).manifest
    grown = {path: replace(fact, size=2**30) for path, fact in second.files.items()}
    with pytest.raises(ReleaseError, match="磁盘空间不足"):
        linked.publish(Release(edition(2).folder, replace(second, files=grown)), means())


def test_a_path_may_change_from_a_file_to_a_folder_and_back(plain: Target, www: Path, tmp_path: Path) -> None:
    file, folder = with_files(tmp_path, 1, {"规定": "一"}), with_files(tmp_path, 2, {"规定/第一条": "二"})
    for release in (file, folder, file):
        plain.publish(release, means())
        assert [path for path in faults(www, release) if not path.startswith(".publishing")] == []


def test_what_others_have_put_in_the_way_is_named_before_anything_is_changed(
    plain: Target, www: Path, edition: Edition
) -> None:
    plain.publish(edition(1), means())
    (www / "readings/week-2").write_text("别人的文件", "utf-8")
    with pytest.raises(ReleaseError, match="readings/week-2 不是本软件放的"):
        plain.publish(edition(2), means())
    assert (www / "readings/week-2").read_text("utf-8") == "别人的文件"
    assert [path for path in faults(www, edition(1)) if not path.startswith(".publishing")] == ["readings/week-2"]


def test_a_list_that_names_a_folder_of_others_does_not_remove_it(
    plain: Target, www: Path, edition: Edition
) -> None:
    plain.publish(edition(1), means())
    (www / "WEB-INF").mkdir()
    (www / "WEB-INF/web.xml").write_text("<web-app/>", "utf-8")
    listed = (www / "release.json").read_text("utf-8")
    a_file = f'"{own_page(1)}"'
    (www / "release.json").write_text(listed.replace(a_file, '"WEB-INF"', 1), "utf-8")
    plain.publish(edition(2), means())
    assert (www / "WEB-INF/web.xml").is_file()


def test_files_of_others_need_not_be_readable(
    plain: Target, www: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain.publish(edition(1), means())
    (www / "secret.config").write_text("", "utf-8")
    real = Path.open

    def guarded(path: Path, *rest: object, **more: object) -> object:
        if path.name == "secret.config":
            raise PermissionError(13, "no")
        return real(path, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", guarded)
    plain.publish(edition(2), means())
    assert plain.damage().foreign == ("secret.config",)


def test_names_that_windows_refuses_are_refused_before_anything_is_written(
    plain: Target, www: Path, tmp_path: Path
) -> None:
    with pytest.raises(ReleaseError, match="在 Windows 上用不了"):
        plain.publish(with_files(tmp_path, 1, {"附件/aux.pdf": "一"}), means())
    assert not (www / "index.html").exists()


def test_what_another_machine_has_published_is_kept_to_go_back_to(
    tmp_path: Path, www: Path, edition: Edition
) -> None:
    ours, theirs = (PlainTarget(LocalHost(www), tmp_path / name, 5) for name in ("ours", "theirs"))
    theirs.publish(edition(1), means())
    with pytest.raises(ReleaseError, match="已经退回原来的版本"):
        ours.publish(edition(2), means(unseen))
    assert [path for path in faults(www, edition(1)) if not path.startswith(".publishing")] == []


def test_a_list_of_some_other_program_does_not_make_a_site_ours(plain: Target, www: Path, edition: Edition) -> None:
    www.mkdir()
    (www / "index.html").write_text("别人的网站", "utf-8")
    (www / "release.json").write_text('{"app": "other"}', "utf-8")
    with pytest.raises(ReleaseError, match="已经有别的内容"):
        plain.publish(edition(1), means())
    assert (www / "index.html").read_text("utf-8") == "别人的网站"


def test_a_folder_whose_parent_is_not_there_is_not_made(tmp_path: Path, edition: Edition) -> None:
    lost = LinkedTarget(LocalHost(tmp_path / "mnt/web/shuxiang"), keep=5)
    with pytest.raises(ReleaseError, match="共享文件夹挂载着没有"):
        lost.publish(edition(1), means())
    assert os.listdir(tmp_path) == []  # noqa: PTH208
