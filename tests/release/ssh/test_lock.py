"""The lock over there: it ends with its holder, and nothing is changed any more by one who has lost it."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from shuxiang.release.errors import ReleaseError
from shuxiang.release.ssh import scripts
from shuxiang.release.ssh.host import SshHost
from shuxiang.release.ssh.lock import Lock
from ssh_server import PATIENCE_SECONDS, SshServer


def test_a_connection_is_closed_and_nothing_of_it_stays(
    server: SshServer, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TemporaryDirectory() as place:
        monkeypatch.setattr("tempfile.tempdir", place)
        with SshHost(server.connection(), str(root)) as host:
            host.write("a", b"")
            line = host._session._line
            (folder,) = Path(place).iterdir()
            assert folder.stat().st_mode & 0o777 == 0o700
            assert len(list(folder.iterdir())) == 1

        assert not line.lasts
        assert list(folder.iterdir()) == []
        with host:
            assert host.read("a") == b""


@pytest.mark.parametrize("trap", [lambda place: place.symlink_to("/"), lambda place: place.mkdir(mode=0o755)])
def test_a_folder_that_another_may_have_laid_out_is_not_used_for_the_connection(
    server: SshServer, root: Path, monkeypatch: pytest.MonkeyPatch, trap: Callable[[Path], None]
) -> None:
    with TemporaryDirectory() as place:
        monkeypatch.setattr("tempfile.tempdir", place)
        trap(Path(place, f"shuxiang-ssh-{os.getuid()}"))
        with SshHost(server.connection(), str(root)) as host:
            assert host.names("") == []
            assert "ControlPath=none" in host._session._sharing


def test_one_that_is_forgotten_closes_itself(server: SshServer, root: Path) -> None:
    host = SshHost(server.connection(), str(root))
    host.names("")
    line = host._session._line

    del host

    assert not line.lasts


def test_without_a_shared_connection_all_is_the_same(server: SshServer, root: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("a").write_bytes(b"a")
    with SshHost(server.connection(shared=False), str(root)) as host, host.locked():
        host.upload(tmp_path, ["a"], "incoming", "")
        host.rename("incoming", "releases/one")
        host.point("current", "releases/one")

        assert host.read("current/a") == b"a"


def test_a_holder_who_gives_no_sign_of_life_loses_the_lock(host: SshHost, root: Path) -> None:
    held = host._session.hold(scripts.HOLD, [str(root), "token", "1"])
    assert held.first_line == "held"

    held._process.wait(PATIENCE_SECONDS)

    held.end()
    with host.locked():
        pass


def test_a_sign_of_life_keeps_it(host: SshHost, root: Path) -> None:
    held = host._session.hold(scripts.HOLD, [str(root), "token", "2"])
    held.beat()

    assert held.lasts
    held.end()
    assert not held.lasts


CHANGES = [
    ("write", ("a", b"x")),
    ("remove", ("kept",)),
    ("rename", ("kept", "moved")),
    ("point", ("current", "kept")),
    ("adopt", ("kept", ["a"], "there")),
]


@pytest.mark.parametrize(("name", "words"), CHANGES)
def test_whoever_has_lost_the_lock_changes_nothing(
    host: SshHost, root: Path, name: str, words: tuple[object, ...]
) -> None:
    host.write("kept/a", b"")
    with host.locked():
        pass
    host._lock = Lock(host._session._line, root.joinpath(scripts.WORK).read_text())

    with pytest.raises(ReleaseError, match="锁已不在这个命令手里"):
        getattr(host, name)(*words)

    assert host.names("") == [".publishing.lock", ".publishing.work", "kept"]
    assert host.names("kept") == ["a"]


def test_whose_lock_another_has_now_changes_nothing(host: SshHost, root: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("a").write_bytes(b"a")
    with host.locked():
        own, host._lock = host._lock, Lock(host._lock.held, "another")
        with pytest.raises(ReleaseError, match="锁已不在这个命令手里"):
            host.write("a", b"x")
        with pytest.raises(ReleaseError, match="锁已不在这个命令手里"):
            host.upload(tmp_path, ["a"], "incoming", "")
        host._lock = own
        host.write("b", b"y")

    assert sorted(path.name for path in root.iterdir()) == [".publishing.lock", ".publishing.work", "b"]


def test_nobody_begins_while_a_change_of_one_who_was_cut_off_is_still_being_made(
    server: SshServer, reached: Callable[[str, Path], SshHost], root: Path
) -> None:
    server.odd_tool("sleep", "exit 0")
    host = reached("odd_tools", root)
    with host.locked():
        pass
    with root.joinpath(scripts.WORK).open("rb") as change:
        fcntl.flock(change, fcntl.LOCK_SH)
        with pytest.raises(ReleaseError, match="另一个命令正在发布"), host.locked():
            pass

    with host.locked():
        pass


def test_a_file_of_which_only_a_part_came_is_not_put_in_place(host: SshHost, root: Path) -> None:
    host.write("a", b"whole")
    words = [str(root), "", "./a", "./.sx-next", "9"]

    answer = host._session.run(scripts.WRITE, words, b"part")

    assert answer.code == scripts.CUT_SHORT
    assert host.read("a") == b"whole"
    assert host.names("") == ["a"]


def test_a_disk_that_refuses_is_said_with_its_place(host: SshHost) -> None:
    host.write("file", b"")
    with pytest.raises(ReleaseError, match="是文件，不是文件夹"):
        host.write("file/a", b"")
    with pytest.raises(ReleaseError, match="路径太长"):
        host.write("n" * 300, b"")


def test_a_folder_that_nobody_may_write_to_is_said_with_its_place(
    reached: Callable[[str, Path], SshHost], tmp_path: Path
) -> None:
    tmp_path.joinpath("a").write_bytes(b"a")
    host = reached("plain", Path("/sys/shuxiang"))
    refused = "(没有权限读写服务器上的 /sys|服务器上 /sys/.* 所在的磁盘是只读的)"

    with pytest.raises(ReleaseError, match=refused), host.locked():
        pass
    with pytest.raises(ReleaseError, match=refused):
        host.upload(tmp_path, ["a"], "incoming", "")
