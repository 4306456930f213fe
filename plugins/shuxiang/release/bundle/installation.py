"""Put the software in place, over an earlier one or where none is, and take it back when it does not work.

The installation's folder belongs to the office: only the parts that parcels bring are exchanged, each by a rename.
``.installing`` beside them holds the new parts, then the former ones, and ``parts.json`` while the exchange is
open. Whoever finds that file puts the former parts back; without it the folder is only leftovers.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shuxiang.release.bundle import packing_list
from shuxiang.release.bundle.delivered import note_delivery
from shuxiang.release.bundle.merging import Merge, merge
from shuxiang.release.bundle.opening import Parcel
from shuxiang.release.bundle.packing_list import NAME, OWN_CONTENT, PackingList
from shuxiang.release.disk import said
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import sha256_of

WORK = ".installing"
ENVIRONMENT = ".venv"
_OPEN = "parts.json"
_GENERATED = (ENVIRONMENT, "__pycache__", ".egg-info", ".ruff_cache", ".mypy_cache", ".pytest_cache")


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of an installation, and what lies there now: the list it came with, None where there is none."""

    folder: Path
    earlier: PackingList | None

    @property
    def work(self) -> Path:
        """The folder in which an exchange is prepared."""
        return self.folder / WORK


@dataclass(frozen=True, slots=True)
class Prepared:
    """New parts that lie ready; ``content`` says what becomes of the office's own documents and configuration."""

    place: Place
    parcel: Parcel
    content: Merge
    new: tuple[str, ...]
    gone: tuple[str, ...]


def survey(folder: Path) -> Place:
    """Look at the folder, mended first when an installation was cut off; ReleaseError when it is not ours."""
    mend(folder)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ReleaseError(f"{folder} 不是文件夹，没有动它。请用 --to 换一个位置。")
    if not folder.exists() or not any(folder.iterdir()):
        return Place(folder, None)
    listed = folder / NAME
    if not listed.is_file():
        raise ReleaseError(f"{folder} 里已有别的东西，而且不是用安装包装的，没有动它。请用 --to 换一个文件夹。")
    with said(listed):
        return Place(folder, packing_list.from_json(listed.read_bytes()))


def prepare(place: Place, parcel: Parcel) -> Prepared:
    """Write the new parts into the folder's workplace; nothing that is in use changes."""
    try:
        with said(place.folder):
            content = _write_new_parts(place, parcel)
    except BaseException:  # Ctrl-C too
        mend(place.folder)
        raise
    theirs = _parts(parcel.listed)
    former = _parts(place.earlier) if place.earlier else set()
    return Prepared(place, parcel, content, tuple(sorted(theirs)), tuple(sorted(former - theirs)))


def exchange(prepared: Prepared, set_up: Callable[[Path], None], day: str) -> tuple[str, ...]:
    """Put the new parts in the place of the former, set up, and keep both or neither.

    What ``set_up`` raises comes out again after the former parts are back. Returns the files that the office had
    changed and that were kept aside, as paths in the installation's folder (``day`` is part of them).
    """
    place = prepared.place
    try:
        with said(place.folder):
            _note_exchange(prepared)
            for part in (*prepared.new, *prepared.gone):
                _move(place.folder / part, place.work / "former" / part)
                _move(place.work / "new" / part, place.folder / part)
        set_up(place.folder)
        with said(place.folder):
            kept = tuple(_keep_changed(place, day))
    except BaseException:  # Ctrl-C too
        mend(place.folder)
        raise
    with said(place.folder):
        (place.work / _OPEN).unlink()
        note_delivery((place.folder / prepared.parcel.listed.config).parent, prepared.parcel.listed.documents)
        shutil.rmtree(place.work, ignore_errors=True)
    return kept


def mend(folder: Path) -> None:
    """Bring back the former parts when an exchange was cut off, and clear what it has left."""
    work = folder / WORK
    if not work.is_dir():
        return
    with said(folder):
        for part in (noted := _open_exchange(work)).parts:
            _bring_back(folder, work, part.name, is_new=part.is_new)
        if noted.is_first:
            _remove_built(folder)
        (work / _OPEN).unlink(missing_ok=True)
        shutil.rmtree(work)
        _remove_empty(folder)


def _write_new_parts(place: Place, parcel: Parcel) -> Merge:
    new = place.work / "new"
    new.mkdir(parents=True)
    for path in parcel.listed.files:
        parcel.copy(path, new / path)
    (new / NAME).write_bytes(packing_list.as_json(parcel.listed))
    (new / ENVIRONMENT).mkdir()
    return _bring_content(place, parcel.listed, new)


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What an exchange that is open has to do with; the first has nothing to bring back."""

    parts: tuple[_Part, ...]
    is_first: bool


def _parts(listed: PackingList) -> set[str]:
    """What is exchanged as a whole: the entries of the folder, and those of the office's own content."""
    return {_part_of(path) for path in listed.files} | {NAME, ENVIRONMENT}


def _part_of(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[:2] if parts[0] == OWN_CONTENT else parts[:1])


def _note_exchange(prepared: Prepared) -> None:
    work = prepared.place.work
    is_first = prepared.place.earlier is None
    text = json.dumps({"new": prepared.new, "gone": prepared.gone, "first": is_first})
    unfinished = work / f"{_OPEN}.tmp"
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(work / _OPEN)


def _open_exchange(work: Path) -> _Exchange:
    if not (work / _OPEN).exists():
        return _Exchange((), is_first=False)
    noted = json.loads((work / _OPEN).read_text(encoding="utf-8"))
    parts = (_Part(name, is_new=kind == "new") for kind in ("new", "gone") for name in noted[kind])
    return _Exchange(tuple(parts), is_first=noted["first"])


def _bring_back(folder: Path, work: Path, part: str, *, is_new: bool) -> None:
    """Undo what the exchange did with one part, wherever it was cut off; once more does no harm."""
    now, former, new = folder / part, work / "former" / part, work / "new" / part
    if is_new and not os.path.lexists(new):
        _move(now, new)
    _move(former, now)


def _move(source: Path, target: Path) -> None:
    if os.path.lexists(source):
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)


def _remove_built(folder: Path) -> None:
    """Remove the site of an installation that was cut off before anybody could have read it."""
    for home in (folder, folder / OWN_CONTENT):
        for site in [*home.glob("site"), *home.glob(".site-*")]:
            shutil.rmtree(site)


def _remove_empty(folder: Path) -> None:
    for path in (folder / OWN_CONTENT, folder):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _bring_content(place: Place, listed: PackingList, new: Path) -> Merge:
    """Put into the new parts what the office has changed of its content and the parcel has not."""
    base = dict(_content(place.earlier)) if place.earlier else {}
    ours = {path: sha256_of(place.folder / path) for path in _content_there(place.folder, listed)}
    merged = merge(base, ours, dict(_content(listed)))
    for path in merged.kept:
        (new / path).unlink(missing_ok=True)
        if path in ours:
            _copy(place.folder / path, new / path)
    return merged


def _content(listed: PackingList) -> Iterator[tuple[str, str]]:
    """The office's part of the parcel: its documents and its configuration."""
    own = (listed.docs + "/", OWN_CONTENT + "/")
    return ((p, f.sha256) for p, f in listed.files.items() if p == listed.config or p.startswith(own))


def _content_there(folder: Path, listed: PackingList) -> Iterator[str]:
    own = {part for part in _parts(listed) if part.startswith(OWN_CONTENT + "/")}
    for part in sorted({listed.config, listed.docs, *own}):
        yield from _files(folder, folder / part)


def _files(folder: Path, start: Path) -> Iterator[str]:
    """Every file at or below ``start``, by its path below ``folder``; generated ones and links left out."""
    if start.is_file() and not start.is_symlink():
        yield start.relative_to(folder).as_posix()
    for at, folders, names in os.walk(start):
        folders[:] = [name for name in folders if not name.endswith(_GENERATED)]
        yield from ((Path(at) / name).relative_to(folder).as_posix() for name in sorted(names))


def _keep_changed(place: Place, day: str) -> Iterator[str]:
    """Copy aside each former file that did not come with the earlier parcel and is not in place now."""
    former, earlier = place.work / "former", place.earlier
    if earlier is None:
        return
    aside = _unused(place.folder / "data" / "kept", day)
    for path in _files(former, former):
        digest = sha256_of(former / path)
        now = place.folder / path
        if path == NAME or digest == _digest(earlier, path) or (now.is_file() and sha256_of(now) == digest):
            continue
        _copy(former / path, aside / path)
        yield (aside / path).relative_to(place.folder).as_posix()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def _digest(listed: PackingList, path: str) -> str:
    packed = listed.files.get(path)
    return packed.sha256 if packed else ""


def _unused(folder: Path, name: str) -> Path:
    number = 1
    while (found := folder / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return found
