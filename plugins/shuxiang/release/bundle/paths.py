"""Which paths a parcel may hold: those that mean the same file, inside its folder, on every system."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from shuxiang.release.errors import ReleaseError

MOST_CHARACTERS = 240
MOST_PARTS = 20
MOST_BYTES_OF_A_NAME = 255

_NOT_ON_WINDOWS = frozenset('<>:"|?*\\')
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789\u00b9\u00b2\u00b3"]
)
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Zl", "Zp"])
"""Categories of characters that nobody sees in a name, or that turn round how it reads."""


def objection(path: str) -> str:
    """What is against a path, as a clause; nothing when nothing is."""
    if any(unicodedata.category(character) in _UNSEEN for character in path):
        return "名字里有看不见的字符"
    if set(path) & _NOT_ON_WINDOWS:
        return r"名字里有 \ : * ? 之类的字符，在 Windows 上不能用"
    parts = path.split("/")
    if len(path) > MOST_CHARACTERS or len(parts) > MOST_PARTS:
        return "名字太长，或文件夹套得太深"
    return next(filter(None, map(_objection_to_name, parts)), "")


def _objection_to_name(name: str) -> str:
    if name in {"", ".", ".."}:
        return "它指向文件夹之外，或写得不完整"
    if name != name.strip(" ") or name.endswith("."):
        return "名字以空格或句点结尾（或以空格开头），在 Windows 上会变成另一个名字"
    if name.split(".", maxsplit=1)[0].rstrip().lower() in _DEVICES:
        return "这是 Windows 保留的设备名"
    return "名字太长" if len(name.encode()) > MOST_BYTES_OF_A_NAME else ""


def require_safe(paths: Iterable[str]) -> None:
    """ReleaseError about the first path that is not safe, or that another one would overwrite somewhere."""
    seen: dict[str, tuple[str, bool]] = {}
    for path in paths:
        if clause := objection(path):
            raise ReleaseError(f"“{shown(path)}”{clause}，没有采用。请改名后重新打包。")
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            place, is_file = "/".join(parts[:count]), count == len(parts)
            other, other_is_file = seen.setdefault(folded(place), (place, is_file))
            if other != place or is_file != other_is_file:
                raise ReleaseError(_collision(place, other))


def require_no_collision(coming: Iterable[str], there: Iterable[str]) -> None:
    """ReleaseError when one of the paths would be, on some system, another one that is there already."""
    known = {folded(place): place for path in there for place in _places(path)}
    for path in coming:
        for place in _places(path):
            if (other := known.get(folded(place), place)) != place:
                raise ReleaseError(
                    f"包里的“{shown(place)}”和已有的“{shown(other)}”只有大小写之类的差别，在 Windows 上是同一个，"
                    "没有写入。请把其中一个改名，再运行一次。"
                )


def _places(path: str) -> Iterator[str]:
    """The path and the folders it lies in."""
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def folded(path: str) -> str:
    """What Windows and macOS take for the same name gives the same text."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def shown(path: str) -> str:
    """A path for a sentence, without what a terminal might obey, and not endless."""
    text = "".join(c if unicodedata.category(c) not in _UNSEEN else "\N{REPLACEMENT CHARACTER}" for c in path)
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "…"


def _collision(path: str, other: str) -> str:
    if path == other:
        return f"“{shown(path)}”既是文件又是文件夹，没有采用。请改名后重新打包。"
    return f"“{shown(path)}”和“{shown(other)}”只有大小写之类的差别，在 Windows 上是同一个。请改名后重新打包。"
