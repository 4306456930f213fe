"""Put the software in place, over an earlier one or where none is, and take it back when it does not work.

The installation's folder belongs to the office: only the parts that parcels bring are exchanged, each by a rename.
``.installing`` beside them holds the new parts, then the former ones, and ``parts.json`` while the exchange is
open. Whoever finds that file puts the former parts back; without it the folder is only leftovers. What the office
has written in the meantime is kept aside first.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shuxiang.release.bundle import packing_list
from shuxiang.release.bundle.delivered import Record, as_bytes, delivered, record_file
from shuxiang.release.bundle.merging import Merge
from shuxiang.release.bundle.office_part import (
    Brought,
    Office,
    beside_name,
    bring,
    copy,
    files_at,
    links_at,
    next_record,
    part_of,
)
from shuxiang.release.bundle.opening import Parcel
from shuxiang.release.bundle.packing_list import NAME, OWN_CONTENT, PackingList
from shuxiang.release.bundle.trouble import told
from shuxiang.release.bundle.walking import is_link
from shuxiang.release.bundle.workplace import OPEN, WORK, clear, require_ours
from shuxiang.release.durable import replace_durably, settle
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import sha256_of

ENVIRONMENT = ".venv"
_RECORD = "record.json"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of an installation, and what lies there now.

    ``earlier`` is the list it came with, None where there is none or it is damaged; ``rescued`` what the office
    wrote after an earlier run was cut off, kept aside. ``day`` is today.
    """

    folder: Path
    day: str
    earlier: PackingList | None = None
    is_update: bool = False
    rescued: tuple[str, ...] = ()

    @property
    def work(self) -> Path:
        """The folder in which an exchange is prepared."""
        return self.folder / WORK


@dataclass(frozen=True, slots=True)
class Prepared:
    """New parts that lie ready; ``office`` says what becomes of the office's own documents and configuration."""

    place: Place
    parcel: Parcel
    brought: Brought
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def content(self) -> Merge:
        """What becomes of each of the office's files."""
        return self.brought.merged

    def still(self, path: str) -> str:
        """The digest of a file as it is; nothing for none."""
        return _digest_of(self.place.folder / path)

    @property
    def office(self) -> Office:
        """The office's part as it was."""
        return Office(self.place.folder, self.place.earlier, self.parcel.listed)


def survey(folder: Path, day: str) -> Place:
    """Look at the claimed folder, mended first when an installation was cut off; ReleaseError when not ours."""
    require_ours(folder)
    rescued = mend(folder, day)
    listed = folder / NAME
    if not listed.exists():
        return Place(folder, day, rescued=rescued)
    return Place(folder, day, _list_in(listed), is_update=True, rescued=rescued)


def prepare(place: Place, parcel: Parcel) -> Prepared:
    """Write the new parts into the folder's workplace; nothing that is in use changes."""
    theirs = _parts(parcel.listed)
    former = _parts(place.earlier) if place.earlier else set()
    _require_no_links(place.folder, theirs, parcel.listed)
    try:
        with told(place.folder):
            brought = _write_new_parts(place, parcel)
    except BaseException:  # Ctrl-C too
        mend(place.folder, place.day)
        raise
    theirs = theirs - set(brought.left_alone) | ({brought.beside} if brought.beside else set())
    gone = former - theirs - set(brought.left_alone)
    return Prepared(place, parcel, brought, tuple(sorted(theirs)), tuple(sorted(gone)))


def exchange(prepared: Prepared, set_up: Callable[[Path], None]) -> tuple[str, ...]:
    """Put the new parts in the place of the former, set up, and keep both or neither.

    What ``set_up`` raises comes out again after the former parts are back. Returns the files that the office had
    changed and that were kept aside, as paths in the installation's folder.
    """
    place, brought = prepared.place, prepared.brought
    before = _record_before(prepared)
    try:
        with told(place.folder):
            settle(place.work)
            _note_exchange(prepared)
            for part in (*prepared.new, *prepared.gone):
                _move(place.folder / part, place.work / "former" / part)
                _move(place.work / "new" / part, place.folder / part)
        set_up(place.folder)
        with told(place.folder):
            kept = tuple(_keep_changed(place, brought.base))
            _note_delivery(prepared, before)
            settle(place.folder / "data")
    except BaseException:  # Ctrl-C too
        mend(place.folder, place.day)
        raise
    with told(place.folder):
        (place.work / OPEN).unlink()
        clear(place.folder)
    return kept


def mend(folder: Path, day: str) -> tuple[str, ...]:
    """Bring back the former parts when an exchange was cut off, and clear what it has left.

    What the office has written since is kept aside under ``data/kept`` and returned, as paths in the folder.
    """
    work = folder / WORK
    if not work.is_dir():
        return ()
    with told(folder):
        rescued: tuple[str, ...] = ()
        if (work / OPEN).exists():
            noted = _open_exchange(work)
            rescued = tuple(_rescue(folder, noted, day))
            for part in noted.parts:
                _bring_back(folder, part)
            _restore_record(folder, noted)
            if noted.is_first:
                _remove_built(folder)
            (work / OPEN).unlink()
        clear(folder)
        own = folder / OWN_CONTENT
        if own.is_dir() and not is_link(own) and not any(own.iterdir()):
            own.rmdir()
    return rescued


def _list_in(file: Path) -> PackingList | None:
    try:
        return packing_list.from_json(file.read_bytes())
    except (OSError, ReleaseError):
        return None


def _require_no_links(folder: Path, theirs: Iterable[str], listed: PackingList) -> None:
    """ReleaseError about a part of the program that is a link: the link would be lost."""
    own = {ENVIRONMENT, part_of(listed.config), listed.docs}
    for part in sorted(theirs):
        if is_link(folder / part) and part not in own and not part.startswith(OWN_CONTENT + "/"):
            raise ReleaseError(
                f"{folder / part} 是一个链接，更新会把它换掉，没有动它。请换成真正的文件或文件夹，再运行一次。"
            )


def _write_new_parts(place: Place, parcel: Parcel) -> Brought:
    new = place.work / "new"
    new.mkdir(parents=True)
    for path in parcel.listed.files:
        parcel.copy(path, new / path)
    (new / NAME).write_bytes(packing_list.as_json(parcel.listed))
    (new / ENVIRONMENT).mkdir()
    return bring(Office(place.folder, place.earlier, parcel.listed), new)


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What an exchange that is open has to do with; the first has nothing to bring back."""

    parts: tuple[_Part, ...]
    is_first: bool
    home: str | None = None
    """The folder of the configuration, whose record is to be as it was."""


def _parts(listed: PackingList) -> set[str]:
    """What is exchanged as a whole: the entries of the folder, and those of the office's own content."""
    return {part_of(path) for path in listed.files} | {NAME, ENVIRONMENT}


def _note_exchange(prepared: Prepared) -> None:
    place = prepared.place
    home = Path(prepared.parcel.listed.config).parent.as_posix()
    record = record_file(place.folder / home)
    if record.is_file():
        shutil.copyfile(record, place.work / _RECORD)
    noted = {"new": prepared.new, "gone": prepared.gone, "first": not place.is_update, "home": home}
    replace_durably(place.work / OPEN, json.dumps(noted).encode())


def _open_exchange(work: Path) -> _Exchange:
    try:
        noted = json.loads((work / OPEN).read_bytes())
        parts = [_Part(str(name), is_new=kind == "new") for kind in ("new", "gone") for name in noted[kind]]
        return _Exchange(tuple(parts), is_first=noted["first"] is True, home=str(noted["home"]))
    except (ValueError, TypeError, KeyError):  # spoilt by a power cut: what there is says the same
        former = [path for path in _entries(work / "former") if path.name != OWN_CONTENT]
        own = _entries(work / "former" / OWN_CONTENT)
        names = [path.relative_to(work / "former").as_posix() for path in (*former, *own)]
        return _Exchange(tuple(_Part(name, is_new=False) for name in names), is_first=False)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _rescue(folder: Path, noted: _Exchange, day: str) -> Iterator[str]:
    """Copy aside what is about to be taken back and came neither with the parcel nor from before."""
    work = folder / WORK
    listed = _list_in(work / "new" / NAME) or _list_in(folder / NAME)
    known = dict(_known(listed)) if listed else {}
    aside = _unused(folder / "data" / "kept", day)
    for part in noted.parts:
        if part.name == NAME or not _is_displaced(folder, part):
            continue
        for path in files_at(folder, folder / part.name):
            digest = sha256_of(folder / path)
            if digest != known.get(path) and digest != _digest_of(work / "former" / path):
                yield _kept(folder, folder / path, aside / path)
        for path in links_at(folder, folder / part.name):
            if not is_link(work / "former" / path):
                yield _kept(folder, folder / path, aside / path)


def _known(listed: PackingList) -> Iterator[tuple[str, str]]:
    yield from ((path, file.sha256) for path, file in listed.files.items())
    yield beside_name(listed.config), listed.files[listed.config].sha256


def _is_displaced(folder: Path, part: _Part) -> bool:
    """Whether what is now in a part's place has to go for the former one to come back."""
    now, former, new = _three(folder, part)
    came = part.is_new and not os.path.lexists(new)
    return os.path.lexists(now) and (came or os.path.lexists(former))


def _bring_back(folder: Path, part: _Part) -> None:
    """Undo what the exchange did with one part, wherever it was cut off; once more does no harm."""
    now, former, new = _three(folder, part)
    if _is_displaced(folder, part):
        _move(now, folder / WORK / "undone" / part.name if os.path.lexists(new) else new)
    _move(former, now)


def _three(folder: Path, part: _Part) -> tuple[Path, Path, Path]:
    work = folder / WORK
    return folder / part.name, work / "former" / part.name, work / "new" / part.name


def _move(source: Path, target: Path) -> None:
    if os.path.lexists(source):
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)


def _remove_built(folder: Path) -> None:
    """Remove the site of an installation that was cut off before anybody could have read it."""
    for home in (folder, folder / OWN_CONTENT):
        for site in [*home.glob("site"), *home.glob(".site-*")]:
            if not is_link(site):
                shutil.rmtree(site)


def _record_before(prepared: Prepared) -> Record:
    listed = prepared.parcel.listed
    return delivered((prepared.place.folder / listed.config).parent, prepared.place.folder / listed.docs)


def _note_delivery(prepared: Prepared, before: Record) -> None:
    """Bring the record up to date; where there is none the installation's own list will do."""
    office = prepared.office
    home = (office.folder / office.listed.config).parent
    if office.record is not None or prepared.brought.left_alone:
        record_file(home).parent.mkdir(parents=True, exist_ok=True)
        replace_durably(record_file(home), as_bytes(next_record(office, prepared.brought, before)))


def _restore_record(folder: Path, noted: _Exchange) -> None:
    if noted.home is None:
        return
    saved, record = folder / WORK / _RECORD, record_file(folder / noted.home)
    if saved.is_file():
        record.parent.mkdir(parents=True, exist_ok=True)
        replace_durably(record, saved.read_bytes())
    else:
        record.unlink(missing_ok=True)


def _keep_changed(place: Place, base: dict[str, str]) -> Iterator[str]:
    """Copy aside each former file that is not in place now, but for those that came as they were."""
    if not place.is_update:
        return
    former, aside = place.work / "former", _unused(place.folder / "data" / "kept", place.day)
    for path in files_at(former, former):
        digest, now = sha256_of(former / path), _digest_of(place.folder / path)
        delivered_as_it_was = digest in {_listed_digest(place.earlier, path), base.get(path, "") if now else ""}
        if path != NAME and not delivered_as_it_was and digest != now:
            yield _kept(place.folder, former / path, aside / path)
    for path in links_at(former, former):
        if not os.path.lexists(place.folder / path):
            yield _kept(place.folder, former / path, aside / path)


def _kept(folder: Path, source: Path, target: Path) -> str:
    copy(source, target)
    return target.relative_to(folder).as_posix()


def _listed_digest(listed: PackingList | None, path: str) -> str:
    packed = listed.files.get(path) if listed else None
    return packed.sha256 if packed else ""


def _digest_of(path: Path) -> str:
    return sha256_of(path) if path.is_file() else ""


def _unused(folder: Path, name: str) -> Path:
    number = 1
    while (found := folder / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return found
