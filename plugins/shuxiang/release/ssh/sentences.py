"""What ssh, rsync and the file system over there say, and what that means for the person who publishes.

In a sentence ``{who}`` is the destination, ``{host}`` the machine as known_hosts names it, ``{example}`` a command
to try the connection with, ``{place}`` the path it is about.
"""

from __future__ import annotations

from typing import NamedTuple

from shuxiang.core.update import Reason
from shuxiang.release.ssh.scripts import BUSY, CUT_SHORT, ELSEWHERE, LOST, LOST_WORD, OCCUPIED

NO_SSH_HERE = (
    "这台电脑上没有 ssh 命令。请先安装 OpenSSH 客户端："
    "Debian、Ubuntu 运行 apt install openssh-client；Windows 在“设置”的“可选功能”里添加。"
)
NO_RSYNC_HERE = (
    "这台电脑上没有 rsync 命令。请先安装：Debian、Ubuntu 运行 apt install rsync，macOS 运行 brew install rsync；"
    "Windows 没有 rsync，请在 WSL（适用于 Linux 的 Windows 子系统）里发布，或改用共享文件夹、压缩包目标。"
)
DROPPED = "与 {who} 的连接中途断了。请检查网络后再运行一次，没有做完的那时会接着做。"
_OLD_RSYNC = "两边的 rsync 有一边太旧，请都装 3.1 以后的版本（macOS 自带的不行，运行 brew install rsync）。"


class Known(NamedTuple):
    """A regular expression for what is said, and the sentence it calls for."""

    said: str
    sentence: str
    reason: Reason = Reason.UNREACHABLE


LOGIN = (
    Known(
        r"REMOTE HOST IDENTIFICATION HAS CHANGED|host key for .* has changed",
        "{who} 的主机密钥和以前记下的不一样，没有登录。可能是服务器重装过，也可能是有人冒充它。"
        "请先向管服务器的人核对新的指纹，确认无误后运行 ssh-keygen -R '{host}'，再运行 {example} 连一次。",
    ),
    Known(
        r"REVOKED HOST KEY",
        "{who} 用的主机密钥已被注销，没有登录。可能有人冒充它，请马上告诉管服务器的人。",
    ),
    Known(
        r"Host key verification failed|host key is known for|authenticity of host",
        "还没有确认过 {who} 是不是要连的那台服务器。请在这台电脑上用现在的账号运行一次 {example}，"
        "把显示的指纹和管服务器的人给的核对，一致再输入 yes，然后重新发布。",
    ),
    Known(
        r"UNPROTECTED PRIVATE KEY FILE|bad permissions",
        "密钥文件别人也能读，ssh 不肯用它。请运行 chmod 600 加密钥文件名，只留自己可读，然后再运行一次。",
    ),
    Known(
        r"Load key .*(invalid format|error in libcrypto|unsupported)",
        "密钥文件读不懂。请确认 key 写的是私钥（不是 .pub），并且是 OpenSSH 格式（PuTTY 的 .ppk 要先转换）。",
    ),
    Known(
        r"Too many authentication failures",
        "{who} 不接受这么多密钥轮流试。请在 deploy.yml 里用 key 写明用哪一个密钥。",
    ),
    Known(
        r"(?i)(password|account).*expired|password change required",
        "{who} 的账号或密码已过期。请联系管服务器的人，或运行 {example} 看提示。",
    ),
    Known(
        r"Permission denied",
        "{who} 不接受登录。请检查 deploy.yml 里的账号和密钥，并确认公钥已写进服务器上这个账号的 "
        "~/.ssh/authorized_keys；密钥有口令的，先用 ssh-add 交给代理。可以用 {example} 试。",
    ),
    Known(
        r"Could not resolve hostname",
        "找不到主机 {host}：这个名字查不到地址。请检查 deploy.yml 里的 ssh 和本机的 DNS 设置。",
    ),
    Known(
        r"Connection refused",
        "{who} 拒绝连接。请检查端口（port）对不对，服务器上的 SSH 服务开了没有。",
    ),
    Known(
        r"No route to host|Network is (unreachable|down)|Host is (down|unreachable)",
        "到 {host} 的网络不通。请检查网线、VPN 和地址后再运行一次。",
    ),
    Known(
        r"(?i)timed out|timeout",
        "连不上 {who}：等了很久没有答复。请检查地址、端口、防火墙和网络后再运行一次。",
    ),
    Known(
        r"no matching (host key|cipher|MAC|key exchange)",
        "{who} 的 SSH 太旧，没有双方都肯用的加密方法。请升级服务器上的 OpenSSH。",
    ),
    Known(
        r"kex_exchange_identification|banner exchange|Connection (closed|reset) by",
        "刚连上 {who} 就被断开。可能是服务器限制了来源或连接次数，也可能这个端口不是 SSH。请向管服务器的人确认。",
    ),
    Known(
        r"(?i)bad configuration option|bad owner or permissions on|bad configuration|command-line.* line 0",
        "ssh 的设置有误，没有连接。请改正 ~/.ssh/config 或 deploy.yml 里的 ssh_options。",
        Reason.OTHER,
    ),
)
"""What ssh says when nothing has run over there yet."""

DISK = (
    Known(
        r"No space left on device", "服务器的磁盘空间不足，写不进 {place}。请清理出空间后再运行一次。", Reason.FULL
    ),
    Known(
        r"[Qq]uota exceeded",
        "服务器的磁盘配额已用完，写不进 {place}。请清理或增加配额后再运行一次。",
        Reason.FULL,
    ),
    Known(
        r"Read-only file system",
        "服务器上 {place} 所在的磁盘是只读的。请检查挂载方式后再运行一次。",
        Reason.FORBIDDEN,
    ),
    Known(
        r"symbolic link.*(not permitted|[Nn]ot supported|not implemented)",
        "服务器上 {place} 所在的磁盘不能用符号链接。请换到 ext4、xfs 之类的磁盘上。",
        Reason.OTHER,
    ),
    Known(
        r"Permission denied|Operation not permitted",
        "登录用的账号没有权限读写服务器上的 {place}。请检查它的所有者和权限后再运行一次。",
        Reason.FORBIDDEN,
    ),
    Known(
        r"[Nn]ot a directory|File exists",
        "服务器上 {place} 的路径里有一处是文件，不是文件夹。请检查 deploy.yml 里的 folder。",
        Reason.OTHER,
    ),
    Known(r"File ?name too long", "服务器上的路径太长：{place}。请换一个短一些的文件夹。", Reason.OTHER),
    Known(r"Input/output error|I/O error|Stale file handle", "服务器读写 {place} 时磁盘出错。请检查服务器的磁盘。"),
)
"""What the file system over there says."""

CODES = {
    LOST: Known("", "与 {who} 的连接断过，发布用的锁已不在这个命令手里，没有再做下去。请再运行一次。"),
    BUSY: Known(
        "",
        "另一个命令正在发布到 {who} 的 {place}。请等它结束后再运行一次；刚断过线的，过一分钟会自己放开。",
        Reason.OTHER,
    ),
    OCCUPIED: Known(
        "",
        "服务器上的 {place} 是一个文件或文件夹，而这里要放一个符号链接。请确认它没有用处后移走，再运行一次。",
        Reason.OTHER,
    ),
    CUT_SHORT: Known("", DROPPED),
    ELSEWHERE: Known(
        "",
        "服务器上的 {place} 和网站的文件夹不在同一个磁盘上，不能一步换上。请把它们放到同一个磁盘上。",
        Reason.OTHER,
    ),
}
"""What the scripts say with an exit code of their own."""

RSYNC = (
    Known(LOST_WORD, CODES[LOST].sentence),
    Known(r"(unknown|unrecognized|illegal|invalid) option", _OLD_RSYNC, Reason.OTHER),
)
RSYNC_CODES = {
    1: Known("", _OLD_RSYNC, Reason.OTHER),
    2: Known("", "两边的 rsync 版本差得太多，互相听不懂。请都装 3.1 以后的版本。", Reason.OTHER),
    3: Known("", "要传的文件读不到。请再运行一次。", Reason.OTHER),
    11: Known("", "读写文件时出错，没有传完。请检查两边的磁盘后再运行一次。", Reason.OTHER),
    23: Known("", "有些文件没有传过去。请检查服务器上 {place} 的权限后再运行一次。", Reason.OTHER),
    24: Known("", "传送的时候，要传的文件变了或没了。请等别的命令结束后再运行一次。", Reason.OTHER),
    30: Known("", "{who} 很久没有答复，没有传完。请检查网络后再运行一次。"),
    **dict.fromkeys((10, 12, 13, 20, 35, 255), Known("", DROPPED)),
}
"""By rsync's own exit code, which says less than its words."""
