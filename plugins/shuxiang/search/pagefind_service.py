"""The Pagefind program: words in, index files out.

Pagefind's own Python client waits a tenth of a second for every page it adds, and the folder form of the program
reads pages in whatever order the disk gives them; so this speaks the client's protocol directly: base64 JSON
messages, each ended by a comma, answered one by one
(https://github.com/Pagefind/pagefind/blob/v1.5.2/pagefind/src/service/mod.rs).
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
                f"搜索索引没有建成:搜索程序 {program} 不能运行({reason})。请重新安装:{_INSTALL}。"
            ) from error


def _program() -> Path:
    try:
        program: Path | None = get_executable()
    except FileNotFoundError:
        program = None
    if program is None:
        raise SearchIndexError(f"搜索索引没有建成:没有找到搜索程序 Pagefind。请安装:{_INSTALL}。")
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
            raise SearchIndexError("搜索索引没有建成:不能与搜索程序通信。请重试。")
        asked = _ask(_requests(pages, folder.absolute()), questions)
        _hear(asked, answers, program)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")} | _CHUNK


def _requests(pages: Iterable[tuple[str, str]], folder: Path) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {"force_language": LANGUAGE}}
    for name, words in pages:
        yield {"type": "AddRecord", "index_id": 0, "url": name, "content": words, "language": LANGUAGE}
    yield {"type": "WriteFiles", "index_id": 0, "output_path": str(folder)}


def _ask(requests: Iterable[dict[str, Any]], questions: IO[bytes]) -> int:
    """Send every request; how many there were."""
    asked = 0
    for asked, payload in enumerate(requests, start=1):
        questions.write(b64encode(json.dumps({"message_id": asked, "payload": payload}).encode()) + b",")
    questions.flush()
    return asked


def _hear(expected: int, answers: IO[bytes], program: Path) -> None:
    heard = 0
    for payload in _answers(answers, expected):
        heard += 1
        if payload["type"] == "Error":
            raise SearchIndexError(f"搜索索引没有建成:搜索程序报告“{payload['message']}”。请检查磁盘空间后重试。")
    if heard < expected:
        raise SearchIndexError(f"搜索索引没有建成:搜索程序 {program} 中途停止。请检查内存和磁盘空间后重试。")


def _answers(stream: IO[bytes], expected: int) -> Iterator[dict[str, Any]]:
    """Answers up to the expected number, fewer when the program ends early."""
    rest = b""
    while expected > 0 and (block := os.read(stream.fileno(), 1 << 16)):
        *whole, rest = (rest + block).split(b",")
        for message in whole:
            expected -= 1
            yield json.loads(b64decode(message))["payload"]
