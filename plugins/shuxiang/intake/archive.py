"""A zip file that was handed in, opened with care: in memory only, with limits that no header can talk away."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers.encoding import decoded

MAX_ENTRIES = 2_000
MAX_RATIO = 200
"""What is unpacked is not larger than so many times what it took in the zip; texts shrink to a third or a tenth."""
_FREE_BYTES = 1024 * 1024
"""So much may be unpacked whatever the ratio is."""
_STEP = 64 * 1024
_SIGNATURE = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only methods that can be unpacked in steps of a bounded size; nothing in common use makes others."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    LookupError,
    OverflowError,
)
"""What zipfile raises over damaged bytes."""


class Archive:
    """The files in a zip; IntakeError when it is damaged, or holds far too many."""

    def __init__(self, data: bytes) -> None:
        amount = data.count(_SIGNATURE)
        if amount > 10 * MAX_ENTRIES:
            raise IntakeError(f"压缩包里的文件太多（约 {amount} 个），没有读。请解压后分批交来。")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise IntakeError("文件不完整或已损坏，打不开。请重新拷贝一份，或让来稿人再发一次。") from error
        self.entries = tuple(entry for entry in self._zip.infolist() if not entry.is_dir())

    @property
    def is_locked(self) -> bool:
        """Whether every file in it is encrypted."""
        return bool(self.entries) and all(entry.flag_bits & _ENCRYPTED for entry in self.entries)

    def content(self, entry: zipfile.ZipInfo, limit: int) -> bytes:
        """The bytes of one file; IntakeError when it is encrypted, damaged, or larger than ``limit``."""
        if entry.flag_bits & _ENCRYPTED:
            raise IntakeError("有密码，读不了。请用密码解压后，再把里面的文件交来。")
        if entry.compress_type not in _METHODS:
            raise IntakeError("用了少见的压缩方式，读不了。请解压后，再把里面的文件交来。")
        most = min(limit, max(_FREE_BYTES, entry.compress_size * MAX_RATIO))
        pieces, size = [], 0
        try:
            for piece in self._pieces(entry):
                size += len(piece)
                pieces.append(piece)
                if size > most:
                    break
        except _BROKEN as error:
            raise IntakeError("在压缩包里已损坏，解压不出来。请重新拷贝一份，或让来稿人再发一次。") from error
        if size > limit:
            raise IntakeError(
                f"解压后超过 {limit // 1024 // 1024} MB 的上限，没有读。请拆成几份，或删去里面的大图片。"
            )
        if size > most:
            raise IntakeError("压缩比异常（像是“压缩炸弹”），没有读。请向来稿人核实这个文件。")
        return b"".join(pieces)

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._zip.open(entry) as stream:
            while piece := stream.read(_STEP):
                yield piece


def entry_path(entry: zipfile.ZipInfo) -> str:
    """The path of a file in a zip, as it was meant: many programs write names in GBK and do not say so."""
    name = entry.orig_filename
    if entry.flag_bits & _UTF8_NAME:
        return name
    try:
        data = name.encode("cp437")
    except UnicodeEncodeError:  # zipfile found the name elsewhere
        return name
    try:
        return decoded(data).text
    except IntakeError:
        return name
