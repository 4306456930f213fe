"""What stops pip and venv, put into sentences."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Failure:
    """A pattern in what pip or venv prints, and what to tell the person who sees it."""

    pattern: str
    sentence: str


FAILURES = (
    Failure(
        r"ensurepip is not available|No module named '?ensurepip",
        "这台电脑的 Python 缺少 ensurepip 组件。请先安装（Debian：sudo apt install python3-venv），再运行一次。",
    ),
    Failure(
        r"No space left on device|Errno 28\b|Disk quota exceeded|not enough space on the disk",
        "磁盘空间不足。请清理出空间后再运行一次。",
    ),
    Failure(
        r"DO NOT MATCH THE HASHES",
        "下载到的安装包与锁定的校验值不一致，没有安装。请换一个软件包镜像或网络后再运行一次。",
    ),
    Failure(
        r"Permission denied|Errno 13\b|Read-only file system|Access is denied|WinError 5\b",
        "没有权限写入项目文件夹。请检查它的所有者和权限后再运行一次。",
    ),
    Failure(
        r"(?s)Looking in links: \S*[\\/]wheels\n(?!.*Retrying \().*No matching distribution found for"
        r" (?P<package>\S+)",
        "项目文件夹里的 wheels 没有适合这台电脑（{machine}）的 {package}，它们是给另一种电脑或另一个 Python 用的。"
        "请换用安装时的 Python，或请外网那边重新打包。",
    ),
    Failure(
        r"(?i)Retrying \(|connection (?:refused|broken|reset|timed out)|name resolution|getaddrinfo"
        r"|timed out|ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED|Max retries|\b5\d\d Server Error",
        "连不上软件包源。请检查网络和代理；内网请把 pip 的软件包源（环境变量 PIP_INDEX_URL）"
        "设为本单位的镜像，再运行一次。",
    ),
    Failure(
        r"No matching distribution found for (?P<package>\S+)",
        "软件包源里没有适合这台电脑（{machine}）的 {package}。"
        "请换一个完整的镜像，或换用 Python 3.11、3.12 或 3.13。",
    ),
)


def tell(output: str, log: Path) -> str:
    """Say in a sentence what went wrong, judging by what was printed."""
    for failure in FAILURES:
        match = re.search(failure.pattern, output)
        if match:
            reason = failure.sentence.format(machine=_machine(), **match.groupdict())
            return f"运行环境没有准备好：{reason}"
    return f"运行环境没有准备好：安装程序出错。详细经过见 {log}，请把它交给维护人员。"


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}，Python {platform.python_version()}"
