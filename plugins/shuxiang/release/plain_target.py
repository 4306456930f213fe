"""A folder that knows no symbolic links (a Windows share, IIS, Tomcat): files are replaced one by one.

That is not atomic, and whoever publishes is told so. What can be done is done: a file is replaced whole; assets
come first, pages next, the entry page last, so that a page finds what it asks for; what pages of the release
before may still ask for goes one release later. Whole releases are kept on this machine, and a rollback puts one
of them back the same way. Files that no release has brought (``web.config``, ``WEB-INF``) are never touched.

While a release is on its way its manifest lies in the folder as ``.publishing.json``. A run that finds one
compares file by file and trusts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from shuxiang.release.errors import ReleaseError
from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.history import Event, Kind, State
from shuxiang.release.host import Host
from shuxiang.release.local_host import LocalHost
from shuxiang.release.manifest import NAME, STATUS, DamagedManifestError, Manifest, as_json, from_json
from shuxiang.release.shelf import RELEASES, Shelf, every_path, require_whole
from shuxiang.release.target import Damage, Means, Outcome, Release, damage_of, withdrawn

MARK = ".publishing.json"
ENTRY = "index.html"


class PlainTarget:
    """See Target. ``store`` is a folder on this machine, where whole releases are kept."""

    def __init__(self, host: Host, store: Path, keep: int) -> None:
        self._host = host
        self._store = store
        self._shelf = Shelf(LocalHost(store), keep)

    def live(self) -> Manifest | None:
        """See Target."""
        return self._ours().get(NAME)

    def read(self, path: str) -> bytes | None:
        """See Target."""
        newest = self._shelf.newest()
        return LocalHost(self._store).read(f"{RELEASES}/{newest}/{path}") if newest else self._host.read(path)

    def events(self) -> tuple[Event, ...]:
        """See Target."""
        return self._shelf.events()

    def kept(self) -> list[str]:
        """See Target."""
        return self._shelf.kept()

    def damage(self, id_: str = "") -> Damage:
        """See Target."""
        live = self.live()
        if id_ and (not live or id_ != live.id):
            return self._shelf.damage(id_)
        if not live:
            raise ReleaseError("这个目标上还没有发布过网站。")
        return damage_of(live, self._host.digests(""))

    def write_status(self, data: bytes) -> None:
        """See Target."""
        if self.live():
            self._host.write(STATUS, data)

    def publish(self, release: Release, by: Means) -> Outcome:
        """See Target."""
        with self._host.locked(), LocalHost(self._store).locked():
            self._require_own_place(release.manifest, by)
            self._mend()
            previous = self._live_id()
            self._shelf.take(release, previous if previous in self._shelf.ids() else None, by.step)
            return self._replace(release, Kind.PUBLISH, by)

    def rollback(self, id_: str, by: Means) -> Outcome:
        """See Target."""
        with self._host.locked(), LocalHost(self._store).locked():
            self._mend()
            chosen = id_ or self._shelf.before(self._live_id())
            if not chosen:
                raise ReleaseError(f"这台电脑上（{self._store}）没有更早的版本可以退回。")
            with by.step(f"核对版本 {chosen}…"):
                self._shelf.require_sound(chosen)
            return self._replace(self._kept_release(chosen), Kind.ROLLBACK, by)

    def _replace(self, release: Release, kind: Kind, by: Means) -> Outcome:
        previous = self._live_id()
        if previous != release.manifest.id:
            self._shelf.record(Event(by.at, kind, release.manifest.id, previous or "", State.OPEN))
        self._bring(release, by)
        with by.step("通过网址检查…"):
            complaints = by.probe(release.manifest)
        if complaints and previous in self._shelf.ids() - {release.manifest.id}:
            with by.step(f"检查没有通过，退回 {previous}…"):
                self._bring(self._kept_release(str(previous)), by)
            self._shelf.settle(State.WITHDRAWN)
            self._shelf.prune(previous)
            raise withdrawn(complaints, str(previous))
        self._shelf.settle(State.GOOD)
        with by.step("整理旧版本…"):
            self._shelf.prune(release.manifest.id)
        return Outcome(release.manifest.id, previous, complaints)

    def _bring(self, release: Release, by: Means) -> None:
        """Make the folder show a release, in an order in which no page misses what it asks for."""
        before = self._ours()
        have = self._present(before)
        self._host.write(MARK, as_json(release.manifest))
        for title, paths in _in_order(release, have):
            with by.step(title):
                self._host.upload(release.folder, paths, "", "")
        with by.step("删去不再用的文件…"):
            self._remove_old(release.manifest, before)
        with by.step("核对每个文件…"):
            require_whole(self._host, release, "")
        self._host.remove(MARK)

    def _ours(self) -> dict[str, Manifest]:
        """What the folder may hold of ours, by file: the live release and one that was on its way."""
        found = {}
        for name in (NAME, MARK):
            with suppress(DamagedManifestError):
                if data := self._host.read(name):
                    found[name] = from_json(data)
        return found

    def _present(self, ours: Mapping[str, Manifest]) -> dict[str, str]:
        """The digests of what is in the folder: by its manifest, or by reading it after a run that was killed."""
        if MARK in ours or NAME not in ours:
            return self._host.digests("")
        return {path: fact.sha256 for path, fact in ours[NAME].files.items()}

    def _remove_old(self, new: Manifest, ours: Mapping[str, Manifest]) -> None:
        """Remove what only earlier releases had; assets of the last one stay for those who have its pages open."""
        earlier = {path for manifest in ours.values() for path in manifest.files} - new.files.keys()
        for path in sorted(path for path in earlier if not is_fingerprinted(path)):
            self._host.remove(path)
        for path in self._host.digests(""):
            if is_fingerprinted(path) and path not in new.files and path not in earlier:
                self._host.remove(path)

    def _require_own_place(self, new: Manifest, by: Means) -> None:
        """Refuse to write over a site that is not ours, unless that was asked for."""
        if by.overwrite or {NAME, MARK} & set(self._host.names("")):
            return
        taken = sorted({path.split("/")[0] for path in new.files} & set(self._host.names("")))
        if taken:
            raise ReleaseError(
                f"目标文件夹里已经有别的内容（{'、'.join(taken[:3])}），没有动它。"
                "请换一个空的文件夹；确定要覆盖同名文件，请加 --yes。"
            )

    def _mend(self) -> None:
        self._shelf.tidy()
        intent = self._shelf.intent()
        if intent and self._live_id() == intent.release:
            self._shelf.settle(State.GOOD)
        elif intent:
            self._shelf.forget_intent()

    def _kept_release(self, id_: str) -> Release:
        return Release(self._store / RELEASES / id_, self._shelf.manifest(id_))

    def _live_id(self) -> str | None:
        live = self.live()
        return live.id if live else None


def _in_order(release: Release, have: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """The files to send, in steps with their titles; what is there already is not sent."""
    facts = release.manifest.files
    todo = [path for path in facts if have.get(path) != facts[path].sha256]
    assets = [path for path in todo if not path.endswith(".html")]
    pages = [path for path in todo if path.endswith(".html") and path != ENTRY]
    yield f"先放样式、脚本和数据（{len(assets)} 个）…", sorted(assets, key=lambda p: (not is_fingerprinted(p), p))
    yield f"再放各个页面（{len(pages)} 个）…", pages
    yield "最后放首页…", [path for path in todo if path == ENTRY]
    yield "放清单…", [path for path in every_path(release) if path not in facts]
