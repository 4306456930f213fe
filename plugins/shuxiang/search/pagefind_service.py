"""The Pagefind program: words in, index files out.

Pagefind's own Python client waits a tenth of a second for every page it adds, and the folder form of the program
reads pages in whatever order the disk gives them; so this speaks the client's protocol directly: base64 JSON
messages, each ended by a comma, answered one by one
(https://github.com/Pagefind/pagefind/blob/v1.5.2/pagefind/src/service/mod.rs).

The files are asked for and written here. Told to write them itself, the program answers before the last of them is
on the disk, and on a busy machine ends without it.
"""

import json
import os
import subprocess
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from pagefind.service import get_executable

from shuxiang.search.errors import SearchIndexError

LANGUAGE = "unknown"
"""Pagefind's name for a text without stemming."""
_INSTALL = 'pip install --force-reinstall "pagefind[bin]"'
# Places in one index file. The default, 20,000, makes a query fetch 30 KB for every character.
_CHUNK = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "2500"}


def engine_version() -> str:
    """The version that the index and the browser's Pagefind share."""
    return version("pagefind")


def write_index(pages: Iterable[tuple[str, str]], folder: Path) -> None:
    """Index pages (name, words) in the order given and write Pagefind's bundle into the folder.

    Raises SearchIndexError when the program is missing, refuses or stops.
    """
    program = _program()
    with tempfile.TemporaryDirectory() as nowhere:
        try:
            _converse(program, Path(nowhere), pages, folder)
        except OSError as error:
            reason = error.strerror or error
            raise SearchIndexError(
                f"搜索索引没有建成：搜索程序 {program} 不能运行（{reason}）。请重新安装：{_INSTALL}。"
            ) from error


def _program() -> Path:
    try:
        program: Path | None = get_executable()
    except FileNotFoundError:
        program = None
    if program is None:
        raise SearchIndexError(f"搜索索引没有建成：没有找到搜索程序 Pagefind。请安装：{_INSTALL}。")
    return program


def _converse(program: Path, directory: Path, pages: Iterable[tuple[str, str]], folder: Path) -> None:
    """Ask everything, then read every answer; the program queues what it cannot take yet."""
    # Run in an empty directory and without the caller's settings: Pagefind would obey both.
    with subprocess.Popen(  # noqa: S603 - the program comes from the pagefind package
        [program.absolute(), "--service"],
        cwd=directory,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        questions, answers = process.stdin, process.stdout
        if questions is None or answers is None:
            raise SearchIndexError("搜索索引没有建成：不能与搜索程序通信。请重试。")
        asked = _ask(_requests(pages), questions)
        _write(_hear(asked, answers, program), folder)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")} | _CHUNK


def _requests(pages: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {"force_language": LANGUAGE}}
    for name, words in pages:
        yield {"type": "AddRecord", "index_id": 0, "url": name, "content": words, "language": LANGUAGE}
    yield {"type": "GetFiles", "index_id": 0}


def _ask(requests: Iterable[dict[str, Any]], questions: IO[bytes]) -> int:
    """Send every request; how many there were."""
    asked = 0
    for asked, payload in enumerate(requests, start=1):
        questions.write(b64encode(json.dumps({"message_id": asked, "payload": payload}).encode()) + b",")
    questions.flush()
    return asked


def _hear(expected: int, answers: IO[bytes], program: Path) -> list[dict[str, str]]:
    """The files, each with its ``path`` and base64 ``content``, which are the last of the answers."""
    heard = 0
    payload: dict[str, Any] = {}
    for payload in _answers(answers, expected):
        heard += 1
        if payload["type"] == "Error":
            raise SearchIndexError(f"搜索索引没有建成：搜索程序报告“{payload['message']}”。请检查内存后重试。")
    if heard < expected or "files" not in payload:
        raise SearchIndexError(f"搜索索引没有建成：搜索程序 {program} 中途停止。请检查内存和磁盘空间后重试。")
    files: list[dict[str, str]] = payload["files"]
    return files


def _answers(stream: IO[bytes], expected: int) -> Iterator[dict[str, Any]]:
    """Answers up to the expected number, fewer when the program ends early."""
    parts: list[bytes] = []
    while expected > 0 and (block := os.read(stream.fileno(), 1 << 16)):
        *whole, last = block.split(b",")
        for piece in whole:
            expected -= 1
            yield json.loads(b64decode(b"".join([*parts, piece])))["payload"]
            parts = []
        parts.append(last)


def _write(files: Iterable[dict[str, str]], folder: Path) -> None:
    for file in files:
        path = folder / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b64decode(file["content"]))
