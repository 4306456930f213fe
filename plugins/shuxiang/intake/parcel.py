"""What a path or standard input holds: one document, or those of a zip or a folder. Nothing is written to disk."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

from shuxiang.intake.archive import MAX_ENTRIES, Archive, entry_path
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers.formats import ZIP_MAGIC, Format, format_of
from shuxiang.intake.source import MAX_BYTES, Source

MAX_TOTAL_BYTES = 512 * 1024 * 1024
"""Unpacked, of all files in one zip."""
STDIN_NAME = "标准输入"

_LONGEST_NAME = 100
_PASSED_OVER = re.compile(
    r"\.|~\$|__MACOSX$|thumbs\.db$|ehthumbs\.db$|desktop\.ini$|~wr[a-z]\d+\.tmp$", re.IGNORECASE
)
_PAGE = re.compile(r"\.x?html?$", re.IGNORECASE)
_PAGE_FILES = re.compile(r"(?:_files|\.files)$", re.IGNORECASE)
"""The folder in which a browser puts what belongs to the page that it saves."""

_SEPARATORS = re.compile(r"[/\\]")
_DRIVE = re.compile("^[A-Za-z]:")
_NUMBER = re.compile("([0-9\uff10-\uff19]+|[〇零一二三四五六七八九十百]+)")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not read at all, and why: ``sentence`` is Chinese and says what to do."""

    name: str
    sentence: str


Entry = Source | Refusal


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in a zip or folder: the parts of its path below it, how to come by it, and the folder it lies in."""

    parts: tuple[str, ...]
    read: Callable[[], bytes]
    folder: str = ""


def from_path(path: Path) -> Iterator[Entry]:
    """The documents of a file, a zip or a folder, in the order in which people count: 第2期 before 第10期."""
    if path.is_dir():
        yield from _from_folder(path)
    else:
        yield from _opened(_entry(_shown(path.name), partial(_file_bytes, path), str(path.parent)))


def from_stdin(data: bytes) -> Iterator[Entry]:
    """The document, or the documents of the zip, that came through standard input."""
    yield from _opened(_entry(STDIN_NAME, lambda: data))


def open_parcel(name: str, data: bytes) -> Iterator[Entry]:
    """The documents in a zip. One that cannot be had is a refusal, and the others come all the same."""
    try:
        archive = Archive(data)
    except IntakeError as error:
        yield Refusal(name, str(error))
        return
    if archive.is_locked:
        yield Refusal(name, "压缩包有密码，读不了。请用密码解压后，再把里面的文件交来。")
        return
    yield from _named(name, _unpacked(archive), "压缩包")


def count(path: Path) -> int:
    """About how many entries :func:`from_path` will give, without unpacking anything; at least 1."""
    if path.is_dir():
        return max(1, min(sum(1 for _ in _walk(path)), MAX_ENTRIES + 1))
    try:
        if not _file_bytes(path, len(ZIP_MAGIC[0])).startswith(ZIP_MAGIC):
            return 1
        source = Source(path.name, _file_bytes(path))
        members = _unpacked(Archive(source.data)) if _is_parcel(source) else iter(())
    except IntakeError:
        return 1
    return max(1, min(sum(1 for _ in members), MAX_ENTRIES + 1))


def _from_folder(folder: Path) -> Iterator[Entry]:
    for entry in _named(_shown(folder.name or str(folder)), _walk(folder), "文件夹"):
        yield from _opened(entry)


def _opened(entry: Entry) -> Iterator[Entry]:
    """What is in an entry, when it is a zip and no document."""
    if isinstance(entry, Source) and _is_parcel(entry):
        yield from open_parcel(entry.name, entry.data)
    else:
        yield entry


def _is_parcel(source: Source) -> bool:
    try:
        return source.data.startswith(ZIP_MAGIC) and format_of(source) is Format.ZIP
    except IntakeError:  # the reader will say it again
        return False


def _named(parcel: str, members: Iterable[_Member], kind: str) -> Iterator[Entry]:
    """The members in their natural order, each under a name of its own."""
    found = list(islice(members, MAX_ENTRIES + 1))
    if not found:
        yield Refusal(parcel, f"{kind}里没有可读的文件。请确认选对了{kind}。")
    ordered = sorted(found[:MAX_ENTRIES], key=lambda member: [_natural(part) for part in member.parts])
    twins = Counter(member.parts[-1] for member in ordered)
    for member in ordered:
        yield _entry(_own_name(member, alone=twins[member.parts[-1]] == 1), member.read, member.folder)
    if len(found) > MAX_ENTRIES:
        yield Refusal(parcel, f"{kind}里的文件超过 {MAX_ENTRIES} 个，其余没有读。请分批交来。")


def _entry(name: str, read: Callable[[], bytes], folder: str = "") -> Entry:
    try:
        return _checked(Source(name, read(), folder))
    except IntakeError as error:
        return Refusal(name, str(error))


def _checked(source: Source) -> Entry:
    if len(source.data) <= MAX_BYTES:
        return source
    raise IntakeError(_too_large(len(source.data)))


def _too_large(size: int) -> str:
    what = f"文件有 {size / 1024 / 1024:.0f} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限，没有读。"
    return f"{what}请删去里面的大图片，或拆成几份；如是压缩包，请先解压。"


def _file_bytes(path: Path, most: int = MAX_BYTES + 1) -> bytes:
    """The first ``most`` bytes of a file; never those of a device or a pipe, nor of a file past the limit."""
    try:
        if not path.exists():
            raise IntakeError("找不到这个文件。请检查路径和文件名。")
        if not path.is_file():
            raise IntakeError("这不是普通文件，没有读。")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise IntakeError(_too_large(size))
            return file.read(most)
    except OSError as error:
        raise IntakeError("读不出这个文件。请检查有无权限，或者是不是正被别的程序占用。") from error


def _walk(folder: Path) -> Iterator[_Member]:
    """Every file below a folder that is not hidden; links are told, not followed."""
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        parts = waiting.pop()
        try:
            found = sorted(os.scandir(folder.joinpath(*parts)), key=lambda file: file.name)
        except OSError:
            yield _Member(parts or (folder.name,), _refuse_folder)
            continue
        pages = {PurePosixPath(file.name).stem for file in found if _PAGE.search(file.name)}
        for file in found:
            if _PASSED_OVER.match(file.name) or (_PAGE_FILES.sub("", file.name) in pages and file.is_dir()):
                continue
            inner = (*parts, file.name)
            if file.is_symlink():
                yield _Member(inner, _refuse_link)
            elif file.is_dir(follow_symlinks=False):
                waiting.append(inner)
            else:
                yield _Member(inner, partial(_file_bytes, Path(file.path)), str(folder.joinpath(*parts)))


def _refuse_folder() -> bytes:
    raise IntakeError("打不开这个文件夹。请检查有无权限。")


def _refuse_link() -> bytes:
    raise IntakeError("这是指向别处的链接，没有读。请把文件本身放进来。")


def _unpacked(archive: Archive) -> Iterator[_Member]:
    """Every file of a zip that is not hidden, as long as the whole stays within the limit."""
    total = 0

    def read(index: int) -> bytes:
        nonlocal total
        if total >= MAX_TOTAL_BYTES:
            raise IntakeError("压缩包里的文件合起来太大，这一个没有读。请解压后分批交来。")
        data = archive.content(archive.entries[index], MAX_BYTES)
        total += len(data)
        if data.startswith(ZIP_MAGIC) and _is_parcel(Source("", data)):
            raise IntakeError("这是压缩包里的压缩包，没有读。请先解压，再把里面的文件交来。")
        return data

    for index, entry in enumerate(archive.entries):
        parts = _parts(entry_path(entry))
        if parts and not any(_PASSED_OVER.match(part) for part in parts):
            yield _Member(parts, partial(read, index))


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path that name something: no drive, no root, no way up. Empty for a folder."""
    if path.endswith(("/", "\\")):
        return ()
    steps = (step for step in _SEPARATORS.split(_DRIVE.sub("", path)) if step.strip() not in {"", ".", ".."})
    return tuple(steps) or ("未命名",)


def _own_name(member: _Member, *, alone: bool) -> str:
    """The file's name; with its folder's where another one in the parcel has the same."""
    name = member.parts[-1]
    if alone or len(member.parts) == 1:
        return _shown(name)
    file = PurePosixPath(name)
    return _shown(f"{file.stem}（{'-'.join(member.parts[:-1])}）{file.suffix}")


def _shown(name: str) -> str:
    """A name fit to be shown: nothing invisible in it, not too long, its ending kept."""
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    if len(seen) <= _LONGEST_NAME:
        return seen or "未命名"
    ending = PurePosixPath(seen).suffix[:10]
    return f"{seen[: _LONGEST_NAME - len(ending) - 1]}…{ending}"


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts numbers by their value, Arabic and Chinese ones."""
    pieces = (piece for piece in _NUMBER.split(name) if piece)
    return [(0, _value(piece), "") if _NUMBER.fullmatch(piece) else (1, 0, piece) for piece in pieces]


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number[:18])
    total = digit = 0
    for letter in number:
        if letter in _UNITS:
            total += (digit or 1) * _UNITS[letter]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[letter]
        digit = min(digit, 10**18)
    return total + digit
