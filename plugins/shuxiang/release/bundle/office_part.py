"""The office's part of an installation, documents and configuration, brought together with a new parcel's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from shuxiang.release.bundle.delivered import Record, recorded
from shuxiang.release.bundle.merging import Merge, merge
from shuxiang.release.bundle.packing_list import OWN_CONTENT, PackingList
from shuxiang.release.bundle.paths import require_no_collision, shown
from shuxiang.release.bundle.walking import is_link, links
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import sha256_of

GENERATED = (".venv", "__pycache__", ".egg-info", ".ruff_cache", ".mypy_cache", ".pytest_cache")


@dataclass(frozen=True, slots=True)
class Office:
    """What lies in the installation's ``folder``, the list that it came with, and what is to come."""

    folder: Path
    earlier: PackingList | None
    listed: PackingList

    @property
    def record(self) -> Record | None:
        """What documents have come by themselves since the installation."""
        return recorded((self.folder / self.listed.config).parent)

    @property
    def base(self) -> dict[str, str]:
        """What came last, by path in the folder.

        Where documents have come since that are younger than the parcel, it takes the office's side: they stay.
        """
        if self.earlier is None:
            return {}
        listed, record, docs = dict(content(self.earlier)), self.record, self.earlier.docs + "/"
        if record is None:
            return listed
        others = {path: digest for path, digest in listed.items() if not path.startswith(docs)}
        came = {docs + path: digest for path, digest in record.documents.items()}
        if record.day > self.listed.day:
            theirs = dict(content(self.listed))
            same = {path for path, digest in came.items() if _digest(self.folder / path) == digest}
            came = {p: theirs.get(p, "") if p in same else digest for p, digest in came.items()}
        return others | {path: digest for path, digest in came.items() if digest}


@dataclass(frozen=True, slots=True)
class Brought:
    """What has become of the office's part.

    ``beside`` is the new configuration where the office's own stays; ``left_alone`` are parts that are links.
    """

    merged: Merge
    beside: str
    left_alone: tuple[str, ...]
    base: dict[str, str]


def part_of(path: str) -> str:
    """The part, exchanged as a whole, in which a file lies: an entry of the folder, or of its ``content``."""
    parts = path.split("/")
    return "/".join(parts[:2] if parts[0] == OWN_CONTENT else parts[:1])


def content(listed: PackingList) -> Iterator[tuple[str, str]]:
    """The office's part of a parcel, with digests."""
    own = (listed.docs + "/", OWN_CONTENT + "/")
    return ((p, f.sha256) for p, f in listed.files.items() if p == listed.config or p.startswith(own))


def bring(office: Office, new: Path) -> Brought:
    """Put into the new parts what the office has changed of its part and the parcel has not."""
    folder, listed, base = office.folder, office.listed, office.base
    left_alone = tuple(sorted(part for part in _roots(listed) if is_link(folder / part)))
    _require_no_links_on_the_way(office)
    for part in left_alone:
        _remove(new / part)
    theirs = {path: digest for path, digest in content(listed) if part_of(path) not in left_alone}
    ours = {path: sha256_of(folder / path) for path in _there(office, left_alone)}
    known = {path: digest for path, digest in base.items() if part_of(path) not in left_alone}
    merged = merge(known, ours, theirs)
    require_no_collision(theirs, merged.kept)
    for path in (*merged.kept, *merged.gone):
        _remove(new / path)
        if path in ours:
            copy(folder / path, new / path)
    beside = ""
    if listed.config in merged.conflicts and listed.config in ours:
        beside = beside_name(listed.config)
        (new / listed.config).replace(new / beside)
        copy(folder / listed.config, new / listed.config)
        merged = replace(merged, conflicts=tuple(path for path in merged.conflicts if path != listed.config))
    _carry_links(office, new, left_alone)
    return Brought(merged, beside, left_alone, base)


def next_record(office: Office, brought: Brought, before: Record) -> Record:
    """What documents have come, after the installation: what was kept keeps the digest with which it came."""
    listed, docs = office.listed, office.listed.docs + "/"
    if part_of(listed.docs) in brought.left_alone:
        return before
    kept = {path.removeprefix(docs) for path in (*brought.merged.kept, *brought.merged.gone)}
    came = {path: digest for path, digest in listed.documents.items() if path not in kept}
    return Record(
        max(before.day, listed.day),
        came | {path: digest for path, digest in before.documents.items() if path in kept},
    )


def files_at(folder: Path, start: Path) -> Iterator[str]:
    """Every file at or below ``start``, by its path below ``folder``; generated ones and links left out."""
    if start.name.endswith(GENERATED) or is_link(start):
        return
    if start.is_file():
        yield start.relative_to(folder).as_posix()
    for at, folders, names in os.walk(start):
        here = Path(at)
        folders[:] = sorted(name for name in folders if not name.endswith(GENERATED) and not is_link(here / name))
        plain = (here / name for name in sorted(names))
        yield from (path.relative_to(folder).as_posix() for path in plain if not is_link(path) and path.is_file())


def links_at(folder: Path, start: Path) -> Iterator[str]:
    """The links at or below ``start``, by their path below ``folder``; those among generated files left out."""
    if is_link(start):
        yield start.relative_to(folder).as_posix()
        return
    for path in links(start):
        if not any(name.endswith(GENERATED) for name in path.split("/")):
            yield (start / path).relative_to(folder).as_posix()


def copy(source: Path, target: Path) -> None:
    """Copy a file, or a link as a link, making folders on the way."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if is_link(source):
        target.symlink_to(source.readlink(), target_is_directory=source.is_dir())
    else:
        shutil.copy2(source, target)


def beside_name(config: str) -> str:
    """Where the new configuration is laid when the office's own stays."""
    before, _, ending = config.rpartition(".")
    return f"{before}.new.{ending}"


def _roots(listed: PackingList) -> set[str]:
    """Where the office's part stands: the configuration, the documents, and all entries of its own folder."""
    own = {part for part in map(part_of, listed.files) if part.startswith(OWN_CONTENT + "/")}
    return {listed.config, listed.docs, *own}


def _there(office: Office, left_alone: tuple[str, ...]) -> list[str]:
    """The office's files; an earlier parcel may have brought some to where this one brings none."""
    roots = _roots(office.listed) | (_roots(office.earlier) if office.earlier else set())
    found = {path for root in roots - set(left_alone) for path in files_at(office.folder, office.folder / root)}
    return sorted(found)


def _require_no_links_on_the_way(office: Office) -> None:
    """ReleaseError about a link that would have to be replaced, or through which something would be written."""
    for root in sorted(_roots(office.listed)):
        steps = [root.rsplit("/", count)[0] for count in range(root.count("/"), 0, -1)]
        steps += [root] if part_of(root) != root else []
        found = [step for step in steps if is_link(office.folder / step)]
        if found:
            raise ReleaseError(
                f"{office.folder / found[0]} 是一个链接，不能经过它更新 {root}，没有动它。"
                "请换成真正的文件夹，再运行一次。"
            )


def _carry_links(office: Office, new: Path, left_alone: tuple[str, ...]) -> None:
    for root in sorted(_roots(office.listed) - set(left_alone)):
        for path in links_at(office.folder, office.folder / root):
            taken = [each for each in office.listed.files if each == path or each.startswith(path + "/")]
            if taken:
                raise ReleaseError(
                    f"{shown(str(office.folder / path))} 是一个链接，安装包里却有 {shown(taken[0])}，没有动它。"
                    "请先移走这个链接，再运行一次。"
                )
            if not os.path.lexists(new / path):
                copy(office.folder / path, new / path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    return sha256_of(path) if path.is_file() else ""
