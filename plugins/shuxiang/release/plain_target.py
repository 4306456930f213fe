"""A folder that knows no symbolic links (a Windows share, IIS, Tomcat): files are replaced one by one.

That is not atomic, and whoever publishes is told so. What can be done is done: a file is replaced whole; assets
come first, pages next, the entry page last, so that a page finds what it asks for; what pages of the release
before may still ask for goes one release later. Whole releases are kept on this machine, and a rollback puts one
of them back the same way. Files that no release has brought (``web.config``, ``WEB-INF``) are never touched.

While a release is on its way its manifest lies in the folder as ``.publishing.json``. A run that finds one
compares file by file and trusts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from shuxiang.release.errors import ReleaseError
from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.history import Event, Kind, State
from shuxiang.release.local_host import LocalHost
from shuxiang.release.manifest import NAME, STATUS, DamagedManifestError, Manifest, as_json, from_json
from shuxiang.release.portable.windows_names import objections
from shuxiang.release.shelf import RELEASES, Shelf, every_path, require_room, require_whole
from shuxiang.release.target import Damage, Means, Outcome, Release, damage_of, withdrawn

MARK = ".publishing.json"
ENTRY = "index.html"
_HALF_DONE = "文件只换了一部分，打开网站的人可能看到新旧相间的页面。处理好后再运行一次，会接着做完。"


class PlainTarget:
    """See Target. ``store`` is a folder on this machine, where whole releases are kept."""

    def __init__(self, host: LocalHost, store: Path, keep: int) -> None:
        self._host = host
        self._store = store
        self._shelf = Shelf(LocalHost(store), keep)

    def live(self) -> Manifest | None:
        """See Target; where the list is damaged, what this machine has last put there."""
        if NAME in (ours := self._ours()) or not self._host.read(NAME):
            return ours.get(NAME)
        last = next(reversed(self._shelf.kept()), "")
        return self._shelf.manifest_or_files(last) if last else None

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
        there = dict.fromkeys(self._host.files(""), "")
        return damage_of(live, {**there, **self._host.digests("", live.files)})

    def write_status(self, data: bytes) -> None:
        """See Target."""
        if self.live():
            self._host.write(STATUS, data)

    def publish(self, release: Release, by: Means) -> Outcome:
        """See Target."""
        with self._host.locked(), LocalHost(self._store).locked():
            self._require_own_place(release.manifest, by)
            self._require_names(release.manifest)
            self._mend(by)
            previous = self._live_id()
            self._keep_what_is_there(by)
            self._shelf.take(release, previous if previous in self._shelf.ids() else None, by.step)
            return self._replace(release, Kind.PUBLISH, by)

    def rollback(self, id_: str, by: Means) -> Outcome:
        """See Target."""
        with self._host.locked(), LocalHost(self._store).locked():
            begun = self._mend(by)
            chosen = id_ or begun or self._shelf.step_back(self._live_id())
            if not chosen:
                raise ReleaseError(f"这台电脑上（{self._store}）没有更早的版本可以退回。")
            with by.step(f"核对版本 {chosen}…"):
                self._shelf.require_sound(chosen)
            return self._replace(self._kept_release(chosen), Kind.ROLLBACK, by)

    def _replace(self, release: Release, kind: Kind, by: Means) -> Outcome:
        previous, id_ = self._live_id(), release.manifest.id
        if previous != id_:
            self._shelf.record(Event(by.at, kind, id_, previous or "", State.OPEN))
        complaints = self._show(release, previous if kind is Kind.PUBLISH else None, by)
        if complaints and kind is Kind.PUBLISH and self._is_behind(previous, id_):
            self._shelf.prune(previous)
            raise withdrawn(complaints, str(previous))
        with by.step("整理旧版本…"):
            note = self._shelf.prune(id_)
        return Outcome(id_, previous, complaints, note)

    def _show(self, release: Release, previous: str | None, by: Means) -> tuple[str, ...]:
        """Bring a release and look at it; when there are complaints and a release before it, bring that again."""
        before = self._ours()
        self._bring(release, before, by)
        with by.step("通过网址检查…"):
            complaints = by.probe(release.manifest)
        if complaints and self._is_behind(previous, release.manifest.id):
            with by.step(f"检查没有通过，退回 {previous}…"):
                self._take_back(self._kept_release(str(previous)), by)
            return complaints
        with by.step("删去不再用的文件…"):
            self._remove_pages(release.manifest, before)
            self._remove_assets(release.manifest, before)
            self._host.remove(MARK)
        self._shelf.settle(State.GOOD)
        return complaints

    def _is_behind(self, previous: str | None, id_: str) -> bool:
        return previous in self._shelf.ids() - {id_}

    def _take_back(self, previous: Release, by: Means) -> None:
        """Bring a release again; all assets stay, since readers may have pages of either, or of one before."""
        before = self._ours()
        self._bring(previous, before, replace(by, step=nullcontext))
        self._remove_pages(previous.manifest, before)
        self._host.remove(MARK)
        self._shelf.settle(State.WITHDRAWN)

    def _bring(self, release: Release, before: Mapping[str, Manifest], by: Means) -> None:
        """Make the folder show a release, in an order in which no page misses what it asks for."""
        todo = _todo(release.manifest, self._present(before))
        require_room(self._host, sum(release.manifest.files[path].size for path in todo))
        self._require_way(release.manifest, before)
        self._host.write(MARK, as_json(_together(release.manifest, before)))
        try:
            self._make_way(release.manifest, before)
            for title, paths in _in_order(release, todo):
                with by.step(title):
                    self._host.upload(release.folder, paths, "", "")
            with by.step("核对每个文件…"):
                require_whole(self._host, release, "")
        except ReleaseError as error:
            raise ReleaseError(f"{error}\n{_HALF_DONE}", error.reason) from error

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
            known = {path for manifest in ours.values() for path in manifest.files}
            return self._host.digests("", known | set(self._host.files("")) if NAME not in ours else known)
        return {path: fact.sha256 for path, fact in ours[NAME].files.items()}

    def _remove_pages(self, new: Manifest, ours: Mapping[str, Manifest]) -> None:
        """Remove what only earlier releases had and is not named after its content."""
        now = {path.casefold(): path for path in new.files}
        for path in sorted(_earlier(new, ours)):
            twin = now.get(path.casefold())
            if not is_fingerprinted(path) and not (twin and self._host.same_file(path, twin)):
                self._host.remove_file(path)

    def _remove_assets(self, new: Manifest, ours: Mapping[str, Manifest]) -> None:
        """Remove assets; those of the release before stay for those who have its pages open."""
        if ours.keys() == {NAME} and ours[NAME].id == new.id:
            return  # the same release again: what stays for older pages is in no manifest here
        needed = new.files.keys() | _earlier(new, ours)
        for path in self._host.files(""):
            if is_fingerprinted(path) and path not in needed:
                self._host.remove_file(path)

    def _require_way(self, new: Manifest, ours: Mapping[str, Manifest]) -> None:
        """Refuse where a file or folder that is not ours stands where another kind is needed."""
        known = {path for manifest in ours.values() for path in manifest.files}
        there = set(self._host.files("")) - known
        in_the_way = sorted(
            (there & {above for path in new.files for above in _folders(path)})
            | {folder for path in there for folder in _folders(path) if folder in new.files}
        )
        if in_the_way:
            raise ReleaseError(
                f"目标文件夹里的 {in_the_way[0]} 不是本软件放的，网站里又有同名的。请移走或改名后再发布。"
            )

    def _make_way(self, new: Manifest, ours: Mapping[str, Manifest]) -> None:
        """Remove our own files where the new release has a folder of that name, and the other way round."""
        folders = {folder for path in new.files for folder in _folders(path)}
        for path in _earlier(new, ours):
            if path in folders or any(folder in new.files for folder in _folders(path)):
                self._host.remove_file(path)

    def _keep_what_is_there(self, by: Means) -> None:
        """Keep what another machine has published, so that there is something to go back to."""
        live = self._ours().get(NAME)
        if (
            live
            and live.id not in self._shelf.ids()
            and not damage_of(live, self._host.digests("", live.files)).wrong
        ):
            self._shelf.take(Release(self._host.root, live), None, by.step)

    def _require_names(self, new: Manifest) -> None:
        wrong = objections(new.files)
        if wrong:
            raise ReleaseError(
                f"有 {len(wrong)} 个文件名在 Windows 上用不了（{wrong[0]}），没有发布。请给它们换个名字。"
            )

    def _require_own_place(self, new: Manifest, by: Means) -> None:
        """Refuse to write over a site that is not ours, unless that was asked for."""
        if by.overwrite or self._ours() or self._shelf.events():
            return
        taken = sorted({path.split("/")[0] for path in new.files} & set(self._host.names("")))
        if taken:
            raise ReleaseError(
                f"目标文件夹里已经有别的内容（{'、'.join(taken[:3])}），没有动它。"
                "请换一个空的文件夹；确定要覆盖同名文件，请加 --yes。"
            )

    def _mend(self, by: Means) -> str:
        """Finish or take back what an earlier run was killed at.

        Gives the release that an unnamed rollback then means ("" for the usual one): the one that a killed rollback
        was for, or the one whose files a killed publish had begun to replace.
        """
        self._shelf.tidy()
        intent, live = self._shelf.intent(), self._live_id()
        if not intent:
            return ""
        if live != intent.release or live not in self._shelf.ids():
            self._shelf.forget_intent()
            return live or "" if intent.kind is Kind.PUBLISH and live in self._shelf.ids() else ""
        complaints = self._show(self._kept_release(live), intent.previous, by)
        gone_back = complaints and self._is_behind(intent.previous, live)
        return live if intent.kind is Kind.ROLLBACK and not gone_back else ""

    def _kept_release(self, id_: str) -> Release:
        return Release(self._store / RELEASES / id_, self._shelf.manifest(id_))

    def _live_id(self) -> str | None:
        live = self.live()
        return live.id if live else None


def _earlier(new: Manifest, ours: Mapping[str, Manifest]) -> set[str]:
    return {path for manifest in ours.values() for path in manifest.files} - new.files.keys()


def _folders(path: str) -> list[str]:
    """The folders that a path lies in."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]


def _together(new: Manifest, ours: Mapping[str, Manifest]) -> Manifest:
    """What may lie in the folder while ``new`` is brought: a run that finds it knows all that is to be removed."""
    files = {path: fact for manifest in ours.values() for path, fact in manifest.files.items()}
    return Manifest(new.id, new.day, {**files, **new.files})


def _todo(new: Manifest, have: Mapping[str, str]) -> list[str]:
    """What must be sent; what is there already is not."""
    return [path for path, fact in new.files.items() if have.get(path) != fact.sha256]


def _in_order(release: Release, todo: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The files to send, in steps with their titles."""
    assets = [path for path in todo if not path.endswith(".html")]
    pages = [path for path in todo if path.endswith(".html") and path != ENTRY]
    yield f"先放样式、脚本和数据（{len(assets)} 个）…", sorted(assets, key=lambda p: (not is_fingerprinted(p), p))
    yield f"再放各个页面（{len(pages)} 个）…", pages
    yield "最后放首页…", [path for path in todo if path == ENTRY]
    yield "放清单…", [path for path in every_path(release) if path not in release.manifest.files]
