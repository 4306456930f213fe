"""What ssh, rsync and the scripts over there complain of, as errors with a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from shuxiang.core.update import Reason
from shuxiang.release.errors import ReleaseError
from shuxiang.release.ssh.answer import Answer
from shuxiang.release.ssh.connection import Connection
from shuxiang.release.ssh.scripts import TOOLS
from shuxiang.release.ssh.sentences import CODES, DISK, DROPPED, LOGIN, RSYNC, RSYNC_CODES, Known


def no_tools(connection: Connection, missing: Sequence[str]) -> ReleaseError:
    """Programs that the other machine lacks."""
    packages = dict.fromkeys(TOOLS[name] for name in missing if name in TOOLS)
    return ReleaseError(
        f"{connection.destination} 上缺少 {'、'.join(missing)}。请在服务器上安装："
        f"apt install {' '.join(packages)}（其他系统用各自的安装命令）。"
    )


def dropped(connection: Connection) -> ReleaseError:
    """A connection that has gone while it was in use."""
    return _error(Known("", DROPPED), connection)


def of_ssh(connection: Connection, answer: Answer) -> ReleaseError:
    """Why a script never came to its end."""
    if answer.begun and answer.exit is not None:
        return dropped(connection)
    if answer.exit is None:
        return ReleaseError(
            f"{connection.destination} 很久没有答复，不再等了。"
            f"请运行 {connection.example} 看看登录后是不是停住了，再检查服务器的磁盘和负载。",
            Reason.UNREACHABLE,
        )
    known = _first(LOGIN, answer.said)
    if known:
        return _error(known, connection)
    return _unknown_refusal(connection, answer)


def _unknown_refusal(connection: Connection, answer: Answer) -> ReleaseError:
    said = _last_line(answer.said)
    if answer.exit == 255:
        sentence = f"连不上 {connection.destination}{said}。请运行 {connection.example} 试一试。"
        return ReleaseError(sentence, Reason.UNREACHABLE)
    return ReleaseError(
        f"登录上了 {connection.destination}，但这个账号不能运行命令（只许传文件，或不许登录）{said}。"
        "请给它一个普通的 shell，如 /bin/sh。",
        Reason.UNREACHABLE,
    )


def of_script(connection: Connection, place: str, answer: Answer) -> ReleaseError:
    """Why a script that came to its end did not do what it is for."""
    known = _first((*RSYNC, *DISK), answer.said) or CODES.get(answer.code or 0)
    if known:
        return _error(known, connection, place)
    return ReleaseError(f"服务器读写 {place} 时出错{_last_line(answer.said)}。请处理后再运行一次。")


def of_rsync(connection: Connection, place: str, code: int, said: str) -> ReleaseError:
    """Why rsync did not bring everything over."""
    known = _first((*RSYNC, *DISK), said) or RSYNC_CODES.get(code)
    if known:
        return _error(known, connection, place)
    return ReleaseError(f"rsync 没有传完（代码 {code}）{_last_line(said)}。请处理后再运行一次。")


def _first(known: Iterable[Known], said: str) -> Known | None:
    return next((each for each in known if re.search(each.said, said)), None)


def _error(known: Known, connection: Connection, place: str = "") -> ReleaseError:
    names = {
        "who": connection.destination,
        "host": connection.host,
        "example": connection.example,
        "place": place,
    }
    return ReleaseError(re.sub(r"\{(\w+)\}", lambda name: names[name[1]], known.sentence), known.reason)


def _last_line(said: str) -> str:
    """The last of what was said, in brackets, without what a terminal would obey."""
    lines = [re.sub(r"[\x00-\x1f\x7f-\x9f]", "", line).strip() for line in said.splitlines()]
    last = next(filter(None, reversed(lines)), "")
    return f"（{last[:200]}）" if last else ""
