"""Releases side by side in a folder, whole or not there, with the history of what was done.

releases/20261121-1a2b3c4d5e/    a whole site, never changed once it is there
releases/20261128-0f1e2d3c4b/
.sx-incoming/                    a release on its way, or on its way out; not a release
history.json

Nothing here says which of them readers see; that is the target's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from shuxiang.core.update import Reason
from shuxiang.release import history
from shuxiang.release.errors import ReleaseError
from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.history import Event, Kind, State
from shuxiang.release.host import Host
from shuxiang.release.manifest import (
    MUTABLE,
    NAME,
    STATUS,
    DamagedManifestError,
    FileFact,
    Manifest,
    as_json,
    day_of,
    from_json,
    is_release_id,
)
from shuxiang.release.target import Damage, Release, Step, damage_of

RELEASES = "releases"
INCOMING = ".sx-incoming"
DISCARDED = ".sx-old"
_ROOM_TO_SPARE = 8 * 2**20


class Shelf:
    """``keep`` releases stay, two at least."""

    def __init__(self, host: Host, keep: int) -> None:
        self._host = host
        self._keep = max(keep, 2)

    def ids(self) -> set[str]:
        """Which releases are there."""
        return {name for name in self._host.names(RELEASES) if is_release_id(name)}

    def kept(self) -> list[str]:
        """Which releases are there, the one that readers saw last at the end."""
        used, ids = history.by_last_use(self.events()), self.ids()
        return [*sorted(ids - set(used)), *(id_ for id_ in used if id_ in ids)]

    def before(self, live: str | None) -> str:
        """The release that readers saw before ``live``; empty when none is left."""
        ids = self.ids() - {live}
        seen = [id_ for id_ in history.by_last_use(self.events()) if id_ in ids]
        return seen[-1] if seen else ""

    def step_back(self, live: str | None) -> str:
        """The release that ``live`` took the place of when it was published; empty when none is left.

        So going back twice goes back two releases. Without a history the ids tell the days.
        """
        ids = self.ids() - {live}
        followed = {e.release: e.previous for e in self.events() if e.kind is Kind.PUBLISH}
        found, seen = followed.get(live or "", ""), {live}
        while found and found not in ids and found not in seen:
            seen.add(found)
            found = followed.get(found, "")
        if followed:
            return found if found in ids else ""
        return max((id_ for id_ in ids if live and id_ < live), default="")

    def newest(self) -> str:
        """The last release that was published, whether or not readers have gone back from it."""
        order = history.by_last_use(e for e in self.events() if e.kind is Kind.PUBLISH)
        return order[-1] if order and order[-1] in self.ids() else ""

    def manifest(self, id_: str) -> Manifest:
        """The manifest of a release that is there."""
        if id_ not in self.ids():
            raise ReleaseError(f"没有版本 {id_}。用 publish.py list 看有哪些。")
        return from_json(self._host.read(f"{RELEASES}/{id_}/{NAME}") or b"")

    def manifest_or_files(self, id_: str) -> Manifest:
        """The manifest of a release, or what is there as a manifest where that is damaged (sizes not known)."""
        try:
            return self.manifest(id_)
        except DamagedManifestError:
            found = self._host.digests(f"{RELEASES}/{id_}")
            facts = {path: FileFact(0, found[path]) for path in found.keys() - {NAME, *MUTABLE}}
            return Manifest(id_, day_of(id_), facts)

    def damage(self, id_: str) -> Damage:
        """Check a release that is there against its manifest."""
        return self._damage(id_, self.manifest(id_))

    def require_sound(self, id_: str) -> Manifest:
        """The manifest of a release whose every file is as it should be; ReleaseError otherwise.

        What is missing or damaged is taken from another release that has it.
        """
        manifest = self.manifest(id_)
        wrong = self._damage(id_, manifest).wrong
        for other in reversed(self.kept()) if wrong else ():
            self._heal(id_, manifest, wrong, other)
            wrong = self._damage(id_, manifest).wrong
            if not wrong:
                break
        if wrong:
            raise ReleaseError(f"版本 {id_} 有 {len(wrong)} 个文件缺少或损坏（{wrong[0]}），没有退回。请另选一个。")
        return manifest

    def _damage(self, id_: str, manifest: Manifest) -> Damage:
        return damage_of(manifest, self._host.digests(f"{RELEASES}/{id_}"))

    def _heal(self, id_: str, manifest: Manifest, wrong: Iterable[str], other: str) -> None:
        found = self._host.digests(f"{RELEASES}/{other}")
        sound = [path for path in wrong if found.get(path) == manifest.files[path].sha256]
        for path in sound:
            self._host.remove(f"{RELEASES}/{id_}/{path}")
        self._host.adopt(f"{RELEASES}/{other}", sound, f"{RELEASES}/{id_}")

    def take(self, release: Release, like: str | None, step: Step) -> None:
        """Bring a release in, checked file by file; equal files may be linked from the release ``like``."""
        id_ = release.manifest.id
        if id_ in self.ids():
            with step("核对已有的文件…"):
                self._host.write(f"{RELEASES}/{id_}/{NAME}", as_json(release.manifest))
                require_whole(self._host, release, f"{RELEASES}/{id_}")
            return
        require_room(self._host, self._new_bytes(release.manifest, like))
        try:
            with step("传送文件…"):
                similar = f"{RELEASES}/{like}" if like else ""
                self._host.upload(release.folder, every_path(release), INCOMING, similar)
            with step("核对每个文件…"):
                require_whole(self._host, release, INCOMING)
            with step("放到位置上…"):
                self._host.rename(INCOMING, f"{RELEASES}/{id_}")
        except ReleaseError:
            with suppress(ReleaseError):  # what went wrong first is what is said
                self.tidy()
            raise

    def adopt_assets(self, source: str, id_: str) -> None:
        """Keep in ``id_`` what readers who have a page of ``source`` open will still ask for."""
        have, had = self.manifest(id_).files, self.manifest_or_files(source).files
        wanted = [path for path in had if is_fingerprinted(path) and path not in have]
        self._host.adopt(f"{RELEASES}/{source}", wanted, f"{RELEASES}/{id_}")

    def _new_bytes(self, manifest: Manifest, like: str | None) -> int:
        """How much of a release is not in the release ``like`` already, from where it may be linked."""
        old = self.manifest_or_files(like).files if like else {}
        had = {path: fact.sha256 for path, fact in old.items()}
        return sum(fact.size for path, fact in manifest.files.items() if had.get(path) != fact.sha256)

    def tidy(self) -> None:
        """Remove what a run that was killed has left half done."""
        self._host.remove(INCOMING)
        for name in self._host.names(""):
            if name.startswith(DISCARDED):
                with suppress(ReleaseError):  # in nobody's way
                    self._host.remove(name)

    def prune(self, live: str | None) -> str:
        """Remove the oldest releases beyond the number to keep; never the live one or the one before it.

        Gives why that could not be done; what readers see does not depend on it.
        """
        try:
            self._prune(live)
        except ReleaseError as error:
            return f"旧版本没有删掉：{error}"
        return ""

    def _prune(self, live: str | None) -> None:
        safe, kept = {live, self.before(live)}, self.kept()
        spare = [id_ for id_ in kept if id_ not in safe]
        for id_ in spare[: max(len(kept) - self._keep, 0)]:
            self._host.rename(f"{RELEASES}/{id_}", f"{DISCARDED}-{id_}")  # half a release must not look like one
            self._host.remove(f"{DISCARDED}-{id_}")

    def events(self) -> tuple[Event, ...]:
        """What was done, in order."""
        return history.from_json(self._host.read(history.NAME))

    def intent(self) -> Event | None:
        """What an earlier run had set out to do when it was killed."""
        last = next(reversed(self.events()), None)
        return last if last and last.state is State.OPEN else None

    def record(self, intent: Event) -> None:
        """Note what is about to be done."""
        self._write((*self.events(), intent))

    def settle(self, state: State) -> None:
        """Note how the intent has ended."""
        if last := self.intent():
            self._write((*self.events()[:-1], replace(last, state=state)))

    def forget_intent(self) -> None:
        """Note that the intent came to nothing."""
        if self.intent():
            self._write(self.events()[:-1])

    def _write(self, events: tuple[Event, ...]) -> None:
        self._host.write(history.NAME, history.as_json(events))


def require_room(host: Host, size: int) -> None:
    """ReleaseError when so many bytes, and a few to spare, find no room on the disk."""
    free = host.free()
    if free is not None and free < size + _ROOM_TO_SPARE:
        numbers = f"需要约 {size // 2**20 + 9} MB，只剩 {free // 2**20} MB"
        raise ReleaseError(f"目标上的磁盘空间不足：{numbers}。请清理后再运行一次。", Reason.FULL)


def every_path(release: Release) -> list[str]:
    """All files of a release, with its manifest and the status file that the build has made."""
    status = [STATUS] if (release.folder / STATUS).is_file() else []
    return [*release.manifest.files, NAME, *status]


def require_whole(host: Host, release: Release, folder: str) -> None:
    """See that every file below ``folder`` is as in the release; send again, once, what is not."""
    paths = release.manifest.files
    wrong = damage_of(release.manifest, host.digests(folder, paths)).wrong
    if not wrong:
        return
    host.upload(release.folder, wrong, folder, "")  # a link to a damaged file is no copy
    wrong = damage_of(release.manifest, host.digests(folder, paths)).wrong
    if wrong:
        which = f"{wrong[0]} 等 {len(wrong)} 个" if len(wrong) > 1 else wrong[0]
        raise ReleaseError(
            f"传到目标上的文件和原来的不一样（{which}），重传一次仍是这样，没有换上。请检查目标的磁盘和连接。"
        )
