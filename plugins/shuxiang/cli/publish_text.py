"""What publishing says to the person who does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from shuxiang.core.moments import CHINA
from shuxiang.core.update import REASON_WORDS, Result
from shuxiang.release.changes import Changes
from shuxiang.release.history import Event, Kind, State
from shuxiang.release.manifest import Manifest
from shuxiang.release.place import Kind as PlaceKind
from shuxiang.release.place import Place
from shuxiang.release.runs import RunRecord
from shuxiang.release.target import Damage, Outcome, Target

_LISTED = 20
_RESULTS = {Result.PUBLISHED: "换上了新的内容", Result.UNCHANGED: "内容没有变化", Result.FAILED: "没有成功"}
_KINDS = {Kind.PUBLISH: "发布", Kind.ROLLBACK: "退回"}
_STATES = {State.OPEN: "没有做完", State.GOOD: "", State.WITHDRAWN: "检查没有通过，已撤下"}


def changes_text(found: Changes, new: Manifest) -> str:
    """What publishing would change, for a dry run."""
    lines = [f"版本 {new.id}，共 {len(new.files)} 个文件，{new.size / 2**20:.1f} MB。", counts(found)]
    if found.removed:
        materials = set(found.lost_materials)
        lines += ["删去：", *(f"  {path}" for path in sorted(found.removed, key=lambda p: (p not in materials, p)))]
    for title, paths in (("新增", found.added), ("修改", found.changed)):
        lines += _some(title, paths)
    return "\n".join(lines)


def counts(found: Changes) -> str:
    """How much changes, in a line."""
    if not (found.added or found.changed or found.removed):
        return "和现在的网站相比，内容没有变化。"
    numbers = f"新增 {len(found.added)}，修改 {len(found.changed)}，删去 {len(found.removed)}"
    return f"和现在的网站相比：{numbers}（样式和搜索索引不计）。"


def _some(title: str, paths: Sequence[str]) -> Iterator[str]:
    if paths:
        yield f"{title}：" if len(paths) <= _LISTED else f"{title}（前 {_LISTED} 个）："
        yield from (f"  {path}" for path in paths[:_LISTED])


def outcome_text(outcome: Outcome, found: Changes, place: Place) -> str:
    """What has come of publishing."""
    lines = [f"已发布：版本 {outcome.release}。{counts(found) if outcome.previous else '这是第一次发布。'}"]
    if outcome.previous == outcome.release:
        lines = [f"内容没有变化，仍是版本 {outcome.release}，已核对过每个文件。"]
    if place.kind is PlaceKind.PLAIN and outcome.previous != outcome.release:
        lines.append("这个目标不能整体切换，文件是逐个换上的：换的那一会儿，打开网站的人可能看到新旧相间的页面。")
    if outcome.complaints:
        why = "没有留着可以退回的上一版" if outcome.previous else "之前没有可以退回的版本"
        lines += [f"文件都已放好，但从网址打开时不对，{why}：", *outcome.complaints]
        lines.append("请检查网页服务器的设置（publish.py server-config），再发布一次。")
    elif place.url:
        lines.append(f"已通过网址检查：{place.url}")
    else:
        lines.append("deploy.yml 里没有写 url，所以没有检查网站打不打得开。请自己打开看一看。")
    return "\n".join([*lines, *filter(None, [outcome.note])])


def policy_text(forbidden: Sequence[str]) -> str:
    """What is said when the server's settings are older than the site."""
    return (
        f"注意：网页服务器的安全策略不允许这一版的 {len(forbidden)} 样东西（{forbidden[0]}），有的功能会用不了。"
        "请用 publish.py server-config 重新生成服务器的设置。"
    )


def releases_text(target: Target) -> str:
    """The releases that are kept, the newest first."""
    live = target.live()
    last = {event.release: event for event in target.events()}
    shown = [id_ for id_ in reversed(target.kept()) if id_ in last or (live and live.id == id_) or not last]
    rows = [_release(id_, last.get(id_), live) for id_ in shown]
    return "\n".join(rows) if rows else "这个目标上还没有发布过网站。"


def _release(id_: str, event: Event | None, live: Manifest | None) -> str:
    mark = "正在使用" if live and live.id == id_ else ""
    said = f"{moment(event.at)} {_KINDS[event.kind]}" if event else "没有用过"
    state = _STATES[event.state] if event else ""
    return "  ".join(filter(None, (id_, said, state, mark)))


def moment(text: str) -> str:
    """A moment of the history as people write it."""
    at = datetime.fromisoformat(text)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def rollback_text(outcome: Outcome, place: Place) -> str:
    """What has come of going back."""
    first = f"已退回版本 {outcome.release}（原来是 {outcome.previous or '没有'}）。"
    if outcome.previous == outcome.release:
        first = f"现在就是版本 {outcome.release}，没有改动。"
    if outcome.complaints:
        return "\n".join([first, "但从网址打开时不对：", *outcome.complaints])
    lines = [first, f"已通过网址检查：{place.url}" if place.url else "", outcome.note]
    if outcome.previous != outcome.release:
        lines.append(
            "下次发布（包括每周自动更新）会再换上新的，请在那以前改好材料。要再往前退，再运行一次 rollback。"
        )
    return "\n".join(filter(None, lines))


def verify_text(damage: Damage, complaints: Sequence[str], place: Place | None) -> str:
    """What checking a target has found; ``place`` where the live release was looked at through its address."""
    lines = [*_some("缺少的文件", damage.missing), *_some("被改动或损坏的文件", damage.changed)]
    lines = lines or ["每个文件都和发布时一样。"]
    if damage.wrong:
        lines.append("再发布一次，会把缺少和损坏的文件补上。")
    lines += _some("不是本软件放的文件（不影响网站）", damage.foreign)
    if complaints:
        lines += ["从网址打开时不对：", *complaints]
    elif place and place.url:
        lines.append(f"已通过网址检查：{place.url}")
    return "\n".join(lines)


def status_text(target: Target, place: Place, runs: Sequence[RunRecord]) -> str:
    """How a target is doing."""
    live, last = target.live(), next(reversed(target.events()), None)
    lines = [f"目标：{place.name}（{place.destination + ':' if place.destination else ''}{place.folder}）"]
    lines.append(f"现在的版本：{live.id}，生成于{live.day}。" if live else "还没有发布过网站。")
    if last:
        said = _STATES[last.state] or "顺利"
        lines.append(f"上一次：{moment(last.at)} {_KINDS[last.kind]} {last.release}，{said}。")
    lines += [_run(run) for run in runs[-1:]]
    return "\n".join(lines)


def _run(run: RunRecord) -> str:
    how = "自动更新" if run.automatic else "手动发布"
    at = moment(run.ended.astimezone(CHINA).isoformat())
    if run.reason is None:
        return f"最近一次{how}在{at}，{_RESULTS[run.result]}。"
    words = REASON_WORDS[run.reason]
    return f"最近一次{how}在{at}，没有成功：{words.what}。{words.fix}"
