"""A folder over SSH and one on this machine: whoever publishes sees no difference."""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from shuxiang.release.errors import ReleaseError
from shuxiang.release.host import Host
from shuxiang.release.local_host import LocalHost
from shuxiang.release.ssh.host import SshHost

ODD_NAMES = ("-n", '学习 材料 "$x".html', "it's\\back\\n", "new\nline", ".hidden *")
LONG_AGO = 1_600_000_000


@pytest.fixture(params=["local", "plain", "talkative"])
def host(request: pytest.FixtureRequest, reached: Callable[[str, Path], SshHost], root: Path) -> Iterator[Host]:
    strict = os.umask(0o077)
    yield LocalHost(root) if request.param == "local" else reached(request.param, root)
    os.umask(strict)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / 'site\'s "own" folder'
    site.mkdir(mode=0o700)
    return site


def put(path: Path, data: bytes = b"", date: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(0o644)
    if date:
        os.utime(path, (date, date))


def modes(folder: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), path.lstat().st_mode & 0o777) for path in [folder, *folder.rglob("*")]}


def test_what_is_written_is_read_again_whatever_its_name_and_open_to_everyone(host: Host, root: Path) -> None:
    for number, name in enumerate(ODD_NAMES):
        host.write(f"deep/{name}/{name}", b"\0\r\n\xff%d\n" % number)

    for number, name in enumerate(ODD_NAMES):
        assert host.read(f"deep/{name}/{name}") == b"\0\r\n\xff%d\n" % number
    assert host.names("deep") == sorted(ODD_NAMES)
    assert modes(root) == {(True, 0o755), (False, 0o644)}


def test_what_is_written_again_is_replaced_and_may_be_empty(host: Host) -> None:
    host.write("a", b"first")
    host.write("a", b"")

    assert host.read("a") == b""
    assert host.names("") == ["a"]


def test_where_nothing_is_there_is_nothing(host: Host, root: Path) -> None:
    put(root / "file")

    assert host.read("gone/a") is None
    assert host.read("file/a") is None
    assert host.names("gone") == host.names("file") == []
    assert host.link("gone") is host.link("file") is None
    assert host.digests("gone") == {}
    host.remove("gone")


def test_before_the_first_release_there_is_no_folder_at_all(host: Host) -> None:
    assert host.read("a") is None
    assert host.names("releases") == []
    assert host.link("current") is None
    host.remove("incoming")


def test_a_file_a_link_and_a_folder_are_removed_and_nothing_that_a_link_points_at(host: Host, root: Path) -> None:
    put(root / "kept/a")
    put(root / "folder/-x/a")
    put(root / "file")
    (root / "link").symlink_to("kept")

    for name in ("folder", "file", "link"):
        host.remove(name)

    assert host.names("") == ["kept"]
    assert host.names("kept") == ["a"]


def test_a_folder_is_renamed_but_not_onto_another(host: Host, root: Path) -> None:
    put(root / "incoming/a", b"new")
    host.rename("incoming", "releases/one")
    put(root / "incoming/a", b"other")

    with pytest.raises(ReleaseError):
        host.rename("incoming", "releases/one")

    assert host.read("releases/one/a") == b"new"
    assert host.read("incoming/a") == b"other"


def test_a_link_is_switched_also_when_it_points_nowhere(host: Host, root: Path) -> None:
    put(root / "releases/two/a", b"two")
    host.point("current", "releases/one")
    assert host.link("current") == "releases/one"

    host.point("current", "releases/two")

    assert host.link("current") == "releases/two"
    assert (root / "current/a").read_bytes() == b"two"
    assert host.names("") == ["current", "releases"]


def test_a_folder_under_the_links_name_is_left_alone(host: Host, root: Path) -> None:
    put(root / "current/a", b"precious")

    with pytest.raises(ReleaseError, match="而这里要放一个符号链接"):
        host.point("current", "releases/one")

    assert host.read("current/a") == b"precious"
    assert host.names("") == ["current"]


def test_files_of_any_name_arrive_open_to_everyone_with_the_present_date(
    host: Host, root: Path, site: Path
) -> None:
    names = [f"{name}/{name}" for name in ODD_NAMES]
    for name in names:
        put(site / name, name.encode(), LONG_AGO)
        (site / name).chmod(0o600)
    put(site / "unwanted")
    host.write("incoming/there", b"before")

    host.upload(site, names, "incoming", "")

    assert host.digests("incoming") == {
        **{name: sha256(name.encode()).hexdigest() for name in names},
        "there": sha256(b"before").hexdigest(),
    }
    assert modes(root / "incoming") == {(True, 0o755), (False, 0o644)}
    assert min((root / "incoming" / name).stat().st_mtime for name in names) > LONG_AGO


def test_only_what_is_really_the_same_is_linked_from_before(host: Host, root: Path, site: Path) -> None:
    for name, old in {"same": b"same", "new": b"old", "damaged": b"dxmaged"}.items():
        put(site / f"p/{name}", name.encode(), LONG_AGO)
        put(root / f"releases/one/p/{name}", old, LONG_AGO)

    host.upload(site, ["p/same", "p/new", "p/damaged"], "incoming", "releases/one")

    there = root / "incoming/p"
    assert {path.name: path.read_bytes() for path in there.iterdir()} == {
        "same": b"same",
        "new": b"new",
        "damaged": b"damaged",
    }
    assert [path.name for path in there.iterdir() if path.stat().st_mtime == LONG_AGO] == ["same"]
    assert there.joinpath("same").samefile(root / "releases/one/p/same")


def test_a_damaged_file_is_sent_again_without_touching_the_one_it_is_linked_with(
    host: Host, root: Path, site: Path
) -> None:
    put(site / "a", b"good!", LONG_AGO)
    put(root / "releases/one/a", b"wrong", LONG_AGO)
    root.joinpath("releases/two").mkdir()
    root.joinpath("releases/two/a").hardlink_to(root / "releases/one/a")

    host.upload(site, ["a"], "releases/two", "")

    assert host.read("releases/two/a") == b"good!"
    assert host.read("releases/one/a") == b"wrong"


def test_adopted_files_are_linked_those_there_stay_and_those_gone_are_no_hindrance(host: Host, root: Path) -> None:
    for name in ODD_NAMES:
        put(root / f"one/d/{name}", name.encode(), LONG_AGO)
    put(root / "one/there", b"theirs")
    put(root / "two/there", b"mine")

    host.adopt("one", [*(f"d/{name}" for name in ODD_NAMES), "there", "gone"], "two")

    assert host.read("two/there") == b"mine"
    assert all((root / "two/d" / name).samefile(root / "one/d" / name) for name in ODD_NAMES)
    assert host.names("") == ["one", "two"]
    assert host.names("two") == ["d", "there"]
    host.adopt("one", [], "two")


def test_the_digests_are_those_of_the_files_as_they_lie_there(host: Host, root: Path) -> None:
    contents = {f"{name}/{name}": name.encode() for name in ODD_NAMES} | {"empty": b""}
    for name, data in contents.items():
        put(root / "site" / name, data)

    assert host.digests("site") == {name: sha256(data).hexdigest() for name, data in contents.items()}
    root.joinpath("none").mkdir()
    assert host.digests("none") == {}


def test_how_much_room_there_is_is_known(host: Host, root: Path) -> None:
    host.write("a", b"")

    stat = os.statvfs(root)
    free = host.free()

    assert free is not None
    assert abs(free - stat.f_bavail * stat.f_frsize) < 2**30


def test_only_one_publishes_at_a_time_from_wherever(
    host: Host, reached: Callable[[str, Path], SshHost], root: Path
) -> None:
    other = LocalHost(root) if isinstance(host, SshHost) else reached("plain", root)

    with host.locked(), pytest.raises(ReleaseError, match="另一个命令正在发布"), other.locked():
        pass

    with other.locked(), pytest.raises(ReleaseError, match="另一个命令正在发布"), host.locked():
        pass
    with host.locked():
        host.write("a", b"")
        assert root.stat().st_mode & 0o777 == 0o755


def test_what_a_power_cut_has_left_half_written_is_removed_by_the_next_who_publishes(
    host: Host, root: Path
) -> None:
    put(root / "releases/one/a")
    put(root / "releases/one/.sx-next", b"hal")

    with host.locked():
        assert host.names("releases/one") == ["a"]
