"""Releases side by side in a folder, whole or not there, with the history of what was done.

releases/20261121-1a2b3c4d5e/    a whole site, never changed once it is there
releases/20261128-0f1e2d3c4b/
incoming/                        a release on its way, or on its way out; not a release
history.json
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
    NAME,
    STATUS,
    DamagedManifestError,
    Manifest,
    as_json,
    from_json,
    is_release_id,
)
from shuxiang.release.target import Damage, Release, Step, damage_of

RELEASES = "releases"
INCOMING = "incoming"
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

    def newest(self) -> str:
        """The last release that was published, whether or not readers have gone back from it."""
        order = history.by_last_use(e for e in self.events() if e.kind is Kind.PUBLISH)
        return order[-1] if order and order[-1] in self.ids() else ""

    def manifest(self, id_: str) -> Manifest:
        """The manifest of a release that is there."""
        data = self._host.read(f"{RELEASES}/{id_}/{NAME}") if id_ in self.ids() else None
        if data is None:
            raise ReleaseError(f"没有版本 {id_}。用 publish.py list 看有哪些。")
        return from_json(data)

    def damage(self, id_: str) -> Damage:
        """Check a release that is there against its manifest."""
        return damage_of(self.manifest(id_), self._host.digests(f"{RELEASES}/{id_}"))

    def require_sound(self, id_: str) -> Manifest:
        """The manifest of a release whose every file is as it should be; ReleaseError otherwise."""
        manifest, wrong = self.manifest(id_), self.damage(id_).wrong
        if wrong:
            raise ReleaseError(f"版本 {id_} 有 {len(wrong)} 个文件缺少或损坏（{wrong[0]}），没有退回。请另选一个。")
        return manifest

    def take(self, release: Release, like: str | None, step: Step) -> None:
        """Bring a release in, checked file by file; equal files may be linked from the release ``like``."""
        id_ = release.manifest.id
        if id_ in self.ids():
            with step("核对已有的文件…"):
                self._host.write(f"{RELEASES}/{id_}/{NAME}", as_json(release.manifest))
                require_whole(self._host, release, f"{RELEASES}/{id_}")
            return
        require_room(self._host, release.manifest.size)
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
        have = self.manifest(id_).files
        wanted = [path for path in self._paths(source) if is_fingerprinted(path) and path not in have]
        self._host.adopt(f"{RELEASES}/{source}", wanted, f"{RELEASES}/{id_}")

    def _paths(self, id_: str) -> Iterable[str]:
        try:
            return self.manifest(id_).files
        except DamagedManifestError:
            return self._host.digests(f"{RELEASES}/{id_}")

    def tidy(self) -> None:
        """Remove what a run that was killed has left half done."""
        self._host.remove(INCOMING)

    def prune(self, live: str | None) -> None:
        """Remove the oldest releases beyond the number to keep; never the live one or the one before it."""
        safe, kept = {live, self.before(live)}, self.kept()
        spare = [id_ for id_ in kept if id_ not in safe]
        for id_ in spare[: max(len(kept) - self._keep, 0)]:
            self._host.rename(f"{RELEASES}/{id_}", INCOMING)  # half a release must not look like one
            self.tidy()

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


def require_whole(host: Host, release: Release, folder: str) -> Iterable[str]:
    """See that every file below ``folder`` is as in the release; send again, once, what is not.

    Gives the paths that were there.
    """
    found = host.digests(folder)
    wrong = damage_of(release.manifest, found).wrong
    if not wrong:
        return found
    host.upload(release.folder, wrong, folder, "")  # a link to a damaged file is no copy
    wrong = damage_of(release.manifest, host.digests(folder)).wrong
    if wrong:
        which = f"{wrong[0]} 等 {len(wrong)} 个" if len(wrong) > 1 else wrong[0]
        raise ReleaseError(
            f"传到目标上的文件和原来的不一样（{which}），重传一次仍是这样，没有换上。请检查目标的磁盘和连接。"
        )
    return found
