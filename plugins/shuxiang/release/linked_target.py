"""A shelf of releases, and one symbolic link that says which of them readers see.

    current -> releases/20261128-0f1e2d3c4b      the server's document root

Killed at any moment, the link points at a whole release, and the next run finishes or takes back what was begun.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import PurePosixPath

from shuxiang.release.errors import ReleaseError
from shuxiang.release.history import Event, Kind, State
from shuxiang.release.host import Host
from shuxiang.release.manifest import STATUS, DamagedManifestError, Manifest, is_release_id
from shuxiang.release.shelf import RELEASES, Shelf
from shuxiang.release.target import Damage, Means, Outcome, Release, withdrawn

LINK = "current"


class LinkedTarget:
    """See Target."""

    def __init__(self, host: Host, keep: int) -> None:
        self._host = host
        self._shelf = Shelf(host, keep)

    def live(self) -> Manifest | None:
        """See Target."""
        id_ = self._live_id()
        return self._shelf.manifest_or_files(id_) if id_ else None

    def read(self, path: str) -> bytes | None:
        """See Target."""
        newest = self._shelf.newest() or self._live_id()
        return self._host.read(f"{RELEASES}/{newest}/{path}") if newest else None

    def events(self) -> tuple[Event, ...]:
        """See Target."""
        return self._shelf.events()

    def kept(self) -> list[str]:
        """See Target."""
        return self._shelf.kept()

    def damage(self, id_: str = "") -> Damage:
        """See Target."""
        chosen = id_ or self._live_id()
        if not chosen:
            raise ReleaseError("这个目标上还没有发布过网站。")
        return self._shelf.damage(chosen)

    def write_status(self, data: bytes) -> None:
        """See Target."""
        if id_ := self._live_id():
            self._host.write(f"{RELEASES}/{id_}/{STATUS}", data)

    def publish(self, release: Release, by: Means) -> Outcome:
        """See Target."""
        with self._host.locked():
            self._require_own_place(by)
            self._mend(by)
            self._shelf.take(release, self._live_id(), by.step)
            return self._switch(release.manifest, Kind.PUBLISH, by)

    def rollback(self, id_: str, by: Means) -> Outcome:
        """See Target."""
        with self._host.locked():
            finished = self._mend(by)
            chosen = id_ or finished or self._shelf.step_back(self._live_id())
            if not chosen:
                raise ReleaseError("没有更早的版本可以退回。")
            with by.step(f"核对版本 {chosen}…"):
                manifest = self._shelf.require_sound(chosen)
            return self._switch(manifest, Kind.ROLLBACK, by)

    def _switch(self, manifest: Manifest, kind: Kind, by: Means) -> Outcome:
        previous = self._live_id()
        if previous != manifest.id:
            with by.step("保留旧页面还要用的文件…"):
                self._adopt_assets(previous, manifest.id, needed=kind is Kind.PUBLISH)
            with by.step("记下要做的切换…"):
                self._shelf.record(Event(by.at, kind, manifest.id, previous or "", State.OPEN))
            with by.step("切换…"):
                self._point(manifest.id)
        outcome = self._probed(manifest, previous, kind, by)
        with by.step("整理旧版本…"):
            note = self._shelf.prune(self._live_id())
        return replace(outcome, note=note)

    def _probed(self, manifest: Manifest, previous: str | None, kind: Kind, by: Means) -> Outcome:
        """Look at what has been switched to; a rollback was asked for by somebody, and stands."""
        with by.step("通过网址检查…"):
            complaints = by.probe(manifest)
        if not complaints or kind is Kind.ROLLBACK or previous in (None, manifest.id):
            self._shelf.settle(State.GOOD)
            return Outcome(manifest.id, previous, complaints)
        with by.step(f"检查没有通过，退回 {previous}…"):
            self._take_back(str(previous))
            self._shelf.prune(previous)
        raise withdrawn(complaints, str(previous))

    def _take_back(self, previous: str) -> None:
        self._adopt_assets(self._live_id(), previous, needed=False)
        self._point(previous)
        self._shelf.settle(State.WITHDRAWN)

    def _adopt_assets(self, source: str | None, id_: str, *, needed: bool) -> None:
        """Nobody who wants to go back is to be kept from it by what is a courtesy."""
        with nullcontext() if needed else suppress(ReleaseError):
            if source and source != id_:
                self._shelf.adopt_assets(source, id_)

    def _mend(self, by: Means) -> str:
        """Finish or take back what an earlier run was killed at.

        Gives the release that a rollback has come to in this way ("" for none): asked for again, it is done.
        """
        self._shelf.tidy()
        intent = self._shelf.intent()
        if not intent:
            return ""
        if self._live_id() != intent.release:
            self._shelf.forget_intent()
            return ""
        with by.step("上一次没有做完，先通过网址检查…"):
            bad = self._is_bad(intent.release, by)
        if bad and intent.kind is Kind.PUBLISH and intent.previous in self._shelf.ids():
            self._take_back(intent.previous)
            return ""
        self._shelf.settle(State.GOOD)
        return intent.release if intent.kind is Kind.ROLLBACK else ""

    def _is_bad(self, id_: str, by: Means) -> bool:
        try:
            return bool(by.probe(self._shelf.manifest(id_)))
        except DamagedManifestError:
            return True

    def _require_own_place(self, by: Means) -> None:
        """Refuse to turn a link, or to work in folders, that are not ours, unless that was asked for."""
        if by.overwrite:
            return
        points_at, ids = self._host.link(LINK), self._shelf.ids()
        name = PurePosixPath(points_at or "").name
        if points_at and not (points_at == f"{RELEASES}/{name}" and is_release_id(name)):
            raise _not_ours(f"{LINK} 指向 {points_at}")
        if not ids and not self._shelf.events() and self._host.names(RELEASES):
            raise _not_ours(f"{RELEASES} 里有别的内容")

    def _live_id(self) -> str | None:
        points_at = self._host.link(LINK)
        name = PurePosixPath(points_at).name if points_at else ""
        return name if name in self._shelf.ids() else None

    def _point(self, id_: str) -> None:
        self._host.point(LINK, f"{RELEASES}/{id_}")


def _not_ours(what: str) -> ReleaseError:
    return ReleaseError(
        f"目标文件夹里的 {what}，不是本软件发布的，没有动它。请换一个文件夹；确定要改，请加 --yes。"
    )
