"""Whatever goes wrong on the way there: one calm sentence that says what to do."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from shuxiang.core.update import Reason
from shuxiang.release.errors import ReleaseError
from shuxiang.release.ssh import complaints
from shuxiang.release.ssh.answer import Answer
from shuxiang.release.ssh.connection import Connection
from shuxiang.release.ssh.host import SshHost
from shuxiang.release.ssh.scripts import LOST_WORD, TOOLS
from ssh_server import SshServer, known_host

OFFICE = Connection("deploy@10.0.0.8", port=2222)
PLACE = "/srv/www/shuxiang/incoming"


def refusal(connection: Connection, root: object = "/") -> ReleaseError:
    with SshHost(connection, str(root)) as host, pytest.raises(ReleaseError) as refused:
        host.names("")
    return refused.value


def test_a_server_that_nobody_has_seen_before_is_to_be_checked_by_a_person(
    server: SshServer, tmp_path: Path
) -> None:
    sentence = str(refusal(server.connection(known_hosts=tmp_path / "none of 'these'")))

    assert "还没有确认过" in sentence
    assert f"运行一次 ssh -p {server.port} -i {server.folder}/keys/plain " in sentence


def test_a_server_that_is_not_the_one_it_was_gets_a_warning(server: SshServer, tmp_path: Path) -> None:
    tmp_path.joinpath("known").write_text(known_host(server.folder / "keys" / "bare.pub", server.port))

    sentence = str(refusal(server.connection(known_hosts=tmp_path / "known")))

    assert "可能是服务器重装过，也可能是有人冒充它" in sentence
    assert f"ssh-keygen -R '[127.0.0.1]:{server.port}'" in sentence


def test_a_key_that_the_server_does_not_know(server: SshServer) -> None:
    assert "authorized_keys" in str(refusal(server.connection(key=server.folder / "host_key")))


def test_a_key_that_is_not_there(server: SshServer) -> None:
    assert str(refusal(server.connection(key=Path("/keys/gone")))).startswith("没有密钥文件 /keys/gone。")


def test_a_key_that_others_can_read(server: SshServer, tmp_path: Path) -> None:
    key = tmp_path / "a key %h"
    key.write_bytes(server.folder.joinpath("keys/plain").read_bytes())
    key.chmod(0o644)
    assert "chmod 600" in str(refusal(server.connection(key=key)))

    key.chmod(0o600)
    with SshHost(server.connection(key=key), "/") as host:
        assert "tmp" in host.names("")


def test_a_key_that_is_none(server: SshServer, tmp_path: Path) -> None:
    key = tmp_path / "key.ppk"
    key.write_text("PuTTY-User-Key-File-3: ssh-ed25519\n")
    key.chmod(0o600)

    assert "密钥文件读不懂" in str(refusal(server.connection(key=key)))


@contextmanager
def listening(answer: bytes | None) -> Iterator[int]:
    """A port where somebody answers this and leaves; None: takes the call and keeps silent."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)

        def serve() -> None:
            caller, _ = listener.accept()
            caller.settimeout(60)
            with caller:
                if answer is None:
                    caller.makefile("rb").read()
                else:
                    caller.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        yield int(listener.getsockname()[1])
        thread.join()


def test_nobody_is_there(server: SshServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = int(unused.getsockname()[1])

    refused = refusal(server.connection(port=port))

    assert "拒绝连接" in str(refused)
    assert refused.reason is Reason.UNREACHABLE


def test_someone_takes_the_call_and_says_nothing(server: SshServer) -> None:
    with listening(None) as port:
        assert "等了很久没有答复" in str(refusal(server.connection(port=port, connect_seconds=1)))


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_someone_who_speaks_no_ssh(server: SshServer, answer: bytes) -> None:
    with listening(answer) as port:
        assert "也可能这个端口不是 SSH" in str(refusal(server.connection(port=port)))


def test_a_login_that_never_comes_to_the_point(server: SshServer) -> None:
    assert "很久没有答复，不再等了" in str(refusal(server.connection("hanging", connect_seconds=1)))


@pytest.mark.parametrize("account", ["files_only", "no_login"])
def test_an_account_that_may_run_nothing(server: SshServer, account: str) -> None:
    assert "这个账号不能运行命令" in str(refusal(server.connection(account)))


def test_programs_that_the_server_lacks(server: SshServer) -> None:
    sentence = str(refusal(server.connection("bare")))

    assert "上缺少 flock、rsync、find" in sentence
    assert "apt install util-linux rsync findutils coreutils" in sentence


@pytest.mark.parametrize("missing", ["ssh", "rsync"])
def test_a_program_that_this_machine_lacks(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    with SshHost(server.connection(), str(tmp_path)) as host:
        host.names("")
        find = shutil.which
        monkeypatch.setattr("shutil.which", lambda name: None if name == missing else find(name))
        with pytest.raises(ReleaseError, match=f"这台电脑上没有 {missing} 命令"):
            host.upload(tmp_path, ["a"], "incoming", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ssh: Could not resolve hostname x: Name or service not known", "找不到主机 [10.0.0.8]:2222"),
        ("ssh: connect to host x port 22: No route to host", "网络不通"),
        ("ssh: connect to host x port 22: Network is unreachable", "网络不通"),
        ("ssh: connect to host x port 22: Connection timed out", "等了很久没有答复"),
        ("Connection timed out during banner exchange", "等了很久没有答复"),
        ("Timeout, server 10.0.0.8 not responding.", "等了很久没有答复"),
        ("kex_exchange_identification: read: Connection reset by peer", "刚连上 deploy@10.0.0.8 就被断开"),
        ("Received disconnect from x port 22:2: Too many authentication failures", "用 key 写明"),
        ("Unable to negotiate with x port 22: no matching key exchange method found.", "SSH 太旧"),
        ("Your password has expired.\nPassword change required but no TTY available.", "已过期"),
        ("command-line: line 0: Bad configuration option: proxyjmp", "ssh_options"),
        ("Bad owner or permissions on /root/.ssh/config", "~/.ssh/config"),
        ("something\nnobody \x1b[31mknows", "连不上 deploy@10.0.0.8（nobody [31mknows）。请运行 ssh -p 2222"),
        ("", "连不上 deploy@10.0.0.8。请运行"),
    ],
)
def test_what_ssh_says_has_a_sentence(words: str, sentence: str) -> None:
    answer = Answer(b"", words, None, begun=False, exit=255)

    assert sentence in str(complaints.of_ssh(OFFICE, answer))


def test_a_connection_that_ends_amid_a_script_has_been_dropped() -> None:
    answer = Answer(b"half", "Connection to x closed by remote host.", None, begun=True, exit=255)

    assert "连接中途断了" in str(complaints.of_ssh(OFFICE, answer))


@pytest.mark.parametrize(
    ("words", "sentence", "reason"),
    [
        ("cat: write error: No space left on device", f"磁盘空间不足，写不进 {PLACE}", Reason.FULL),
        ("cat: write error: Disk quota exceeded", "配额已用完", Reason.FULL),
        ("mkdir: cannot create directory 'x': Read-only file system", "是只读的", Reason.FORBIDDEN),
        ("sh: 1: cannot create ./x: Permission denied", "没有权限", Reason.FORBIDDEN),
        ("ln: failed to create symbolic link './x': Operation not permitted", "不能用符号链接", Reason.OTHER),
        ("mkdir: cannot create directory 'x': Not a directory", "是文件，不是文件夹", Reason.OTHER),
        ("cat: x: Input/output error", "磁盘出错", Reason.UNREACHABLE),
        ("mv: nobody knows", "出错（mv: nobody knows）", Reason.OTHER),
    ],
)
def test_what_the_disk_over_there_says_has_a_sentence(words: str, sentence: str, reason: Reason) -> None:
    answer = Answer(b"", words, 1, begun=True, exit=0)

    said = complaints.of_script(OFFICE, PLACE, answer)

    assert sentence in str(said)
    assert said.reason is reason


@pytest.mark.parametrize(
    ("code", "words", "sentence"),
    [
        (1, "rsync: --protect-args: unknown option", "rsync 有一边太旧"),
        (2, "protocol version mismatch -- is your shell clean?", "互相听不懂"),
        (10, "rsync error: error in socket IO", "连接中途断了"),
        (11, 'rsync: write failed on "x": No space left on device (28)', "磁盘空间不足"),
        (11, "rsync error: error in file IO", "没有传完"),
        (12, f"{LOST_WORD}\nrsync error: error in rsync protocol data stream", "锁已不在这个命令手里"),
        (12, "rsync: connection unexpectedly closed (0 bytes received so far) [sender]", "连接中途断了"),
        (23, 'rsync: mkstemp "x" failed: Permission denied (13)', "没有权限"),
        (23, "rsync error: some files could not be transferred", f"请检查服务器上 {PLACE} 的权限"),
        (24, "file has vanished", "要传的文件变了或没了"),
        (30, "[sender] io timeout after 60 seconds -- exiting", "很久没有答复"),
        (99, "nobody knows", "代码 99）（nobody knows）"),
    ],
)
def test_what_rsync_says_has_a_sentence(code: int, words: str, sentence: str) -> None:
    assert sentence in str(complaints.of_rsync(OFFICE, PLACE, code, words))


def test_every_program_that_may_be_missing_has_a_package() -> None:
    assert (
        str(complaints.no_tools(OFFICE, list(TOOLS))).count("apt install util-linux rsync findutils coreutils") == 1
    )
