"""What reaches a program reaches it as it was written; what could be taken for something else is refused."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.release.errors import ReleaseError
from shuxiang.release.ssh import scripts
from shuxiang.release.ssh.answer import read_answer
from shuxiang.release.ssh.connection import Connection
from shuxiang.release.ssh.host import SshHost
from shuxiang.release.ssh.scripts import MARK

WORDS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=12)
SAYINGS = st.binary(max_size=30).filter(lambda said: b"\0" not in said)


@settings(max_examples=50)
@given(st.lists(WORDS, min_size=1, max_size=4), SAYINGS)
def test_a_script_gets_its_words_whatever_a_login_shell_makes_of_the_line(words: list[str], banner: bytes) -> None:
    line = scripts.command("printf '%s\\000' \"$@\"\n", ["/", "", *words])

    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=True)  # noqa: S603  # written above

    answer = read_answer(banner + done.stdout + banner, banner + done.stderr, 0)
    assert answer.data == b"".join(word.encode() + b"\0" for word in words)
    assert (answer.code, answer.said, answer.begun) == (0, "", True)


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from([None, 0, 255]))
def test_an_answer_of_any_bytes_can_be_read(stdout: bytes, stderr: bytes, exit_: int | None) -> None:
    answer = read_answer(stdout, stderr, exit_)

    assert answer.code is None or MARK in stdout


@pytest.mark.parametrize("end", range(1, 20))
def test_an_answer_that_is_cut_short_has_no_code(end: int) -> None:
    whole = b"\n" + MARK + b"\ndata\n" + MARK + b"0\n"

    assert read_answer(whole, b"", 0).code == 0
    assert read_answer(whole[:-end], b"", 255).code is None


@given(st.text(max_size=20))
def test_a_destination_is_a_plain_name_or_refused(text: str) -> None:
    try:
        destination = Connection(text).destination
    except ReleaseError:
        return
    assert not any(part.startswith("-") for part in [destination, *destination.split("@")])
    assert not re.search(r"[\s\x00-\x1f'\"`$;&<>|(){}/]", destination)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "deploy@",
        "-oProxyCommand=x",
        "a@-oProxyCommand=x",
        "-a@host",
        "a b",
        "a\nb",
        "a;b",
        "$(a)",
        "ssh://a",
    ],
)
def test_what_is_no_destination_is_refused_before_anything_runs(text: str) -> None:
    with pytest.raises(ReleaseError, match="请写“用户@主机”"):
        Connection(text)


@pytest.mark.parametrize(
    "text", ["deploy@10.0.0.8", "web", "服务器", "OFFICE\\deploy@web", "a.b@c.d@host", "u@::1"]
)
def test_what_ssh_understands_is_left_to_it(text: str) -> None:
    assert Connection(text).destination == text


@pytest.mark.parametrize("option", ["ProxyJump", "-F/x", "A=b\nProxyCommand=x", "=x"])
def test_an_option_without_a_name_and_a_value_is_refused(option: str) -> None:
    with pytest.raises(ReleaseError, match="名称=值"):
        Connection("web", options=(option,))


@pytest.mark.parametrize("root", ["", "srv/www", "~/www", "-x", "/srv\0"])
def test_the_folder_over_there_is_named_in_full(root: str) -> None:
    with pytest.raises(ReleaseError, match="完整路径"):
        SshHost(Connection("web"), root)


def test_what_must_be_so_comes_before_what_the_office_wants_and_that_before_the_rest() -> None:
    words = Connection("web", options=("BatchMode=no", "ConnectTimeout=99")).words()

    assert words.index("BatchMode=yes") < words.index("BatchMode=no")
    assert words.index("ConnectTimeout=99") < words.index("ConnectTimeout=15")


def test_names_of_files_are_taken_literally() -> None:
    words = Connection("web", key=Path("/k/100%h"), known_hosts=Path("/k/a %u b")).words()

    assert 'IdentityFile="/k/100%%h"' in words
    assert 'UserKnownHostsFile="/k/a %%u b"' in words


def test_a_numeric_ipv6_address_is_in_brackets_for_rsync_alone() -> None:
    connection = Connection("deploy@fe80::1", port=2222)

    assert connection.for_rsync == "deploy@[fe80::1]"
    assert connection.host == "[fe80::1]:2222"
    assert connection.example == "ssh -p 2222 deploy@fe80::1"
