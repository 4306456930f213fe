"""Older formats (.doc, .wps, .odt, .rtf) -> .docx, by LibreOffice when it is installed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from shuxiang.intake.findings import IntakeError
from shuxiang.intake.source import MAX_BYTES, OLE_MAGIC, Source, is_locked

SECONDS = 60
"""A manuscript takes three; what takes a minute has caught LibreOffice in a loop."""

SAVE_AS = "请用 Word 或 WPS 打开它，另存为“Word 文档（*.docx）”，再交来。"

Run = Callable[[Path, Path], None]
"""Converts a file and leaves the .docx in a folder, which is its own. IntakeError when that is not possible."""

_ENDINGS = {".doc", ".wps", ".odt", ".rtf", ".fodt", ".ott", ".dot", ".wpt"}
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_NOBODY = "http://127.0.0.1:9"
"""No proxy listens at the discard port, so nothing that goes through a proxy leaves the machine."""

_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""No macros, no linked pictures, and a proxy that is not there: what is handed in is not trusted."""


def as_docx(source: Source, run: Run | None = None) -> Source:
    """The document in the newer format, under the same name. IntakeError when it cannot be converted.

    ``run`` does the conversion; without it that is LibreOffice, found where it usually is.
    """
    _refuse_locked(source.data)
    run = run or _libreoffice()
    with tempfile.TemporaryDirectory(prefix="shuxiang-", ignore_cleanup_errors=True) as folder:
        given = Path(folder, f"given{_ending(source)}")
        given.write_bytes(source.data)
        run(given, Path(folder))
        return Source(f"{PurePath(source.name).stem}.docx", _taken(Path(folder, "given.docx")))


def found(path: str | None = None, places: Iterable[str] = _PLACES) -> str | None:
    """Where LibreOffice is: on the search path, or where it is usually installed; None when it is nowhere."""
    named = (shutil.which(name, path=path) for name in _PROGRAMS)
    usual = (str(match) for place in places for match in sorted(_matches(place), key=_version, reverse=True))
    return next((program for program in (*named, *usual) if program), None)


def _matches(place: str) -> Iterator[Path]:
    """The files of a pattern such as ``/opt/libreoffice*/program/soffice``."""
    anchor = Path(place).anchor
    return Path(anchor).glob(place.removeprefix(anchor)) if anchor else iter(())


def _version(program: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d{1,9}", str(program))]


def _refuse_locked(data: bytes) -> None:
    if is_locked(data):
        raise IntakeError("文件设了打开密码，读不了。请打开后取消密码，保存后再交来。")


def _ending(source: Source) -> str:
    """An ending that says what the bytes are: LibreOffice believes it, and files from WPS are often misnamed."""
    if source.data.startswith(OLE_MAGIC) and "WordDocument".encode("utf-16-le") in source.data:
        return ".doc"
    if source.data.startswith(b"{\\rtf"):
        return ".rtf"
    ending = PurePath(source.name).suffix.lower()
    return ending if ending in _ENDINGS else ".doc"


def _taken(result: Path) -> bytes:
    if not result.is_file():
        raise IntakeError(
            f"LibreOffice 没能把它转换成 .docx。文件可能已损坏、设了密码，或者不是文字文档。{SAVE_AS}"
        )
    if result.stat().st_size > MAX_BYTES:
        raise IntakeError(f"转换成 .docx 以后超过 {MAX_BYTES // 1024 // 1024} MB。请把图片压缩后再交来。")
    return result.read_bytes()


def _libreoffice() -> Run:
    program = found()
    if program is None:
        raise IntakeError(
            "旧格式的文件（.doc、.wps、.odt、.rtf）要由 LibreOffice 转换，这台电脑上没有装。"
            f"{SAVE_AS}也可以请管理员安装 LibreOffice（zh-cn.libreoffice.org）后重试。"
        )
    return lambda given, folder: convert([program], given, folder)


def convert(program: Sequence[str], given: Path, folder: Path, seconds: float = SECONDS) -> None:
    """Run LibreOffice with a profile of its own, and end all of it when the time is up."""
    profile = folder / "profile"
    _write_profile(profile)
    command = [
        *program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx", "--outdir", str(folder), str(given)),
    ]
    environment = {**os.environ, "http_proxy": _NOBODY, "https_proxy": _NOBODY}
    try:
        process = subprocess.Popen(  # noqa: S603  # the program is LibreOffice, the file's name is ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise IntakeError(f"LibreOffice 启动不了。{SAVE_AS}") from error
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise IntakeError(f"LibreOffice 用了 {seconds:.0f} 秒还没有转换完，已停止。{SAVE_AS}") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started: LibreOffice's launcher is not the one that works."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(taskkill, check=False, capture_output=True)  # noqa: S603  # by number
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    (profile / "user").mkdir(parents=True)
    text = f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    (profile / "user" / "registrymodifications.xcu").write_text(text, encoding="utf-8")
