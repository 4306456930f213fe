"""Releases side by side, and one symbolic link that says which of them readers see.

    releases/20261121-1a2b3c4d5e/    a whole site, never changed once it is there
    releases/20261128-0f1e2d3c4b/
    incoming/                        a release on its way; not a release yet
    current -> releases/20261128-0f1e2d3c4b      the server's document root
    history.json                     what was done; written before and after each switch

Killed at any moment, the link points at a whole release, and the next run tidies what is left.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from shuxiang.release import history
from shuxiang.release.errors import ReleaseError
from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.history import Event, Kind, State
from shuxiang.release.host import Host
from shuxiang.release.manifest import NAME, Manifest, as_json, from_json, is_release_id
from shuxiang.release.target import Damage, Means, Outcome, Release, damage_of

LINK = "current"
RELEASES = "releases"
INCOMING = "incoming"
STATUS = "status/status.json"
_ROOM_TO_SPARE = 8 * 2**20


class LinkedTarget:
    """See Target. ``keep`` releases stay, the live one and the one before it among them."""

    def __init__(self, host: Host, keep: int) -> None:
        self._host = host
        self._keep = max(keep, 2)

    def live(self) -> Manifest | None:
        """See Target."""
        id_ = self._live_id()
        return self._manifest(id_) if id_ else None

    def read(self, path: str) -> bytes | None:
        """See Target."""
        order = history.by_last_use(e for e in self.events() if e.kind is Kind.PUBLISH)
        newest = order[-1] if order and order[-1] in self._ids() else self._live_id()
        return self._host.read(f"{RELEASES}/{newest}/{path}") if newest else None

    def events(self) -> tuple[Event, ...]:
        """See Target."""
        return history.from_json(self._host.read(history.NAME))

    def kept(self) -> list[str]:
        """See Target."""
        used = history.by_last_use(self.events())
        ids = self._ids()
        return [*sorted(ids - set(used)), *(id_ for id_ in used if id_ in ids)]

    def damage(self, id_: str = "") -> Damage:
        """See Target."""
        chosen = id_ or self._live_id()
        if not chosen or chosen not in self._ids():
            what = f"版本 {id_}" if id_ else "已发布的网站"
            raise ReleaseError(f"目标上没有{what}。用 publish.py list 看有哪些。")
        return damage_of(self._manifest(chosen), self._host.digests(f"{RELEASES}/{chosen}"))

    def write_status(self, data: bytes) -> None:
        """See Target."""
        id_ = self._live_id()
        if id_:
            self._host.write(f"{RELEASES}/{id_}/{STATUS}", data)

    def publish(self, release: Release, by: Means) -> Outcome:
        """See Target."""
        with self._host.locked():
            self._mend(by)
            live = self._live_id()
            if release.manifest.id in self._ids():
                self._complete(release, by)
            else:
                self._bring(release, live, by)
            return self._switch(release.manifest, Kind.PUBLISH, by)

    def rollback(self, id_: str, by: Means) -> Outcome:
        """See Target."""
        with self._host.locked():
            self._mend(by)
            chosen = id_ or self._one_before()
            if chosen not in self._ids():
                raise ReleaseError(f"目标上没有版本 {chosen}。用 publish.py list 看有哪些可以退回。")
            with by.step(f"核对版本 {chosen}…"):
                manifest = self._manifest(chosen)
                wrong = self.damage(chosen).wrong
            if wrong:
                raise ReleaseError(
                    f"版本 {chosen} 有 {len(wrong)} 个文件缺少或损坏（{wrong[0]}），没有退回。请另选一个。"
                )
            return self._switch(manifest, Kind.ROLLBACK, by)

    def _bring(self, release: Release, live: str | None, by: Means) -> None:
        """Send a release, check what has arrived, and only then give it its name."""
        self._require_room(release.manifest.size)
        like = f"{RELEASES}/{live}" if live else ""
        paths = [*release.manifest.files, NAME, *_status_of(release)]
        try:
            with by.step("传送文件…"):
                self._host.upload(release.folder, paths, INCOMING, like)
            with by.step("核对目标上的每个文件…"):
                self._require_whole(release, INCOMING)
            with by.step("放到位置上…"):
                self._host.rename(INCOMING, f"{RELEASES}/{release.manifest.id}")
        except ReleaseError:
            self._host.remove(INCOMING)
            raise

    def _complete(self, release: Release, by: Means) -> None:
        """Make good a release that is there already: what is missing or damaged is sent again."""
        with by.step("核对目标上的每个文件…"):
            folder = f"{RELEASES}/{release.manifest.id}"
            self._host.write(f"{folder}/{NAME}", as_json(release.manifest))
            self._require_whole(release, folder)

    def _require_whole(self, release: Release, folder: str) -> None:
        wrong = damage_of(release.manifest, self._host.digests(folder)).wrong
        if not wrong:
            return
        self._host.upload(release.folder, wrong, folder, "")  # a link to a damaged file is no copy
        wrong = damage_of(release.manifest, self._host.digests(folder)).wrong
        if wrong:
            raise ReleaseError(
                f"传到目标上的文件和原来的不一样（{wrong[0]}{f' 等 {len(wrong)} 个' if len(wrong) > 1 else ''}），"
                "重传一次仍是这样，没有换上。请检查目标的磁盘和连接。"
            )

    def _require_room(self, size: int) -> None:
        free = self._host.free()
        if free is not None and free < size + _ROOM_TO_SPARE:
            numbers = f"需要约 {size // 2**20 + 9} MB，只剩 {free // 2**20} MB"
            raise ReleaseError(f"目标上的磁盘空间不足：{numbers}。请清理后再运行一次。")

    def _switch(self, manifest: Manifest, kind: Kind, by: Means) -> Outcome:
        previous = self._live_id()
        self._adopt_assets(previous, manifest)
        if previous != manifest.id:
            intent = Event(by.at, kind, manifest.id, previous or "", State.OPEN)
            with by.step("记下要做的切换…"):
                self._record(intent)
            with by.step("切换…"):
                self._point(manifest.id)
        outcome = self._probed(manifest, previous, by)
        with by.step("整理旧版本…"):
            self._prune()
        return outcome

    def _probed(self, manifest: Manifest, previous: str | None, by: Means) -> Outcome:
        with by.step("通过网址检查…"):
            complaints = by.probe(manifest)
        if not complaints or previous in (None, manifest.id):
            self._settle(State.GOOD)
            return Outcome(manifest.id, previous, complaints)
        with by.step(f"检查没有通过，退回 {previous}…"):
            self._take_back(str(previous))
            self._prune()
        raise ReleaseError(f"换上后通过网址检查没有通过，已经退回原来的版本 {previous}。\n" + "\n".join(complaints))

    def _take_back(self, previous: str) -> None:
        live = self._live_id()
        self._adopt_assets(live, self._manifest(previous))
        self._point(previous)
        self._settle(State.WITHDRAWN)

    def _adopt_assets(self, source: str | None, manifest: Manifest) -> None:
        """Keep what readers who have a page of ``source`` open will still ask for."""
        if source is None or source == manifest.id:
            return
        old = self._manifest(source).files
        wanted = [path for path in old if is_fingerprinted(path) and path not in manifest.files]
        self._host.adopt(f"{RELEASES}/{source}", wanted, f"{RELEASES}/{manifest.id}")

    def _mend(self, by: Means) -> None:
        """Finish or take back what an earlier run was killed at."""
        self._host.remove(INCOMING)
        last = next(reversed(self.events()), None)
        if last is None or last.state is not State.OPEN:
            return
        if self._live_id() != last.release:  # killed before the switch
            self._drop_last()
            return
        with by.step("上次发布没有做完，先检查…"):
            bad = by.probe(self._manifest(last.release)) and last.previous in self._ids()
        if bad:
            self._take_back(last.previous)
        else:
            self._settle(State.GOOD)

    def _prune(self) -> None:
        safe = {self._live_id(), self._previous_id()}
        kept = self.kept()
        spare = [id_ for id_ in kept if id_ not in safe]
        for id_ in spare[: max(len(kept) - self._keep, 0)]:
            self._host.rename(f"{RELEASES}/{id_}", INCOMING)  # half a release must not look like one
            self._host.remove(INCOMING)

    def _previous_id(self) -> str:
        """The release that readers saw before this one."""
        live = self._live_id()
        seen = [id_ for id_ in history.by_last_use(self.events()) if id_ != live and id_ in self._ids()]
        return seen[-1] if seen else ""

    def _one_before(self) -> str:
        found = self._previous_id()
        if not found:
            raise ReleaseError("没有更早的版本可以退回。")
        return found

    def _ids(self) -> set[str]:
        return {name for name in self._host.names(RELEASES) if is_release_id(name)}

    def _live_id(self) -> str | None:
        points_at = self._host.link(LINK)
        name = PurePosixPath(points_at).name if points_at else ""
        return name if is_release_id(name) and name in self._ids() else None

    def _point(self, id_: str) -> None:
        self._host.point(LINK, f"{RELEASES}/{id_}")

    def _manifest(self, id_: str) -> Manifest:
        data = self._host.read(f"{RELEASES}/{id_}/{NAME}")
        if data is None:
            raise ReleaseError(f"版本 {id_} 里没有 {NAME}，不知道它应有哪些文件。")
        return from_json(data)

    def _record(self, new: Event) -> None:
        self._write_events((*self.events(), new))

    def _settle(self, state: State) -> None:
        *earlier, last = self.events() or (None,)
        if last and last.state is State.OPEN:
            self._write_events((*filter(None, earlier), replace(last, state=state)))

    def _drop_last(self) -> None:
        self._write_events(self.events()[:-1])

    def _write_events(self, events: tuple[Event, ...]) -> None:
        self._host.write(history.NAME, history.as_json(events))


def _status_of(release: Release) -> list[str]:
    return [STATUS] if (release.folder / STATUS).is_file() else []
