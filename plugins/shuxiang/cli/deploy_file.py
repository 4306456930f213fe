"""``deploy.yml``: where the site goes. Every mistake is said at its line, all of them at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

from shuxiang.cli.problem import Problem
from shuxiang.content.yaml_lines import Value, read_mapping, yes_or_no
from shuxiang.core.diagnostics import Diagnostic, Origin, in_order
from shuxiang.release.place import Https, Kind, Place, is_place_name

NAME = "deploy.yml"
SERVERS = ("nginx", "apache", "iis", "tomcat")
EXAMPLE = """\
targets:
  内网:
    folder: /srv/www/shuxiang
    url: http://study.example/
"""
_KEYS = ("targets", "keep", "delete_at_most")
_PLACE_KEYS = (
    *("folder", "ssh", "zip", "links", "url", "server", "https", "certificates"),
    *("port", "key", "ssh_options", "old_browsers", "embed"),
)
_COMMANDS = frozenset({"to", "rollback", "list", "verify", "status", "portable", "server-config", "schedule"})
_DESTINATION = re.compile(r"(?!-)[\w.-]+(@(?!-)[\w.:-]+)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WINDOWS_PATH = re.compile(r"\\\\|[A-Za-z]:")
_NO_URL = re.compile(r"[\x00-\x20\x7f\s\"'<>\\{}$;|^`]")
"""What stands in no address of a site, and would mean something else in a web server's settings."""
_FULL_WIDTH_COLON = re.compile("\\s*([\\w.-]+)\\s*\uff1a")
_LARGEST = 2**20


@dataclass(frozen=True, slots=True)
class Deployment:
    """``keep`` counts releases; ``delete_at_most`` is the percentage of files that may go without being asked."""

    places: tuple[Place, ...]
    keep: int = 5
    delete_at_most: int = 20


def read_deployment(folder: Path) -> Deployment:
    """Read the ``deploy.yml`` in ``folder``; Problem, with everything that is wrong in it."""
    path = folder / NAME
    if not path.is_file():
        raise Problem(
            f"还没有 {path}，不知道发布到哪里。请建一个，例如：\n\n{EXAMPLE}\n写法见 docs/guide/publish.md。"
        )
    if path.stat().st_size > _LARGEST:
        raise Problem(f"{path} 超过 1 MB，不像是发布设置。")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(f"{path} 不是 UTF-8 编码。请用记事本另存为 UTF-8。") from error
    deployment, problems = parse_deployment(text, folder)
    if problems:
        raise Problem("\n".join(["发布设置有误，请改正后再运行一次：", *map(str, problems)]))
    return deployment


def parse_deployment(text: str, folder: Path) -> tuple[Deployment, tuple[Diagnostic, ...]]:
    """Read the text of a ``deploy.yml``; relative paths are below ``folder``."""
    fields, problems = read_mapping(text, NAME, 1)
    reader = _Reader(folder, list(problems))
    if colons := tuple(_full_width_colons(text)):
        return Deployment(()), colons
    if problems and not fields:
        return Deployment(()), problems
    reader.refuse_unknown(fields, _KEYS)
    deployment = Deployment(
        places=tuple(_places(reader, fields.get("targets"))),
        keep=reader.number(fields.get("keep"), "keep", 5, range(2, 101)),
        delete_at_most=reader.number(fields.get("delete_at_most"), "delete_at_most", 20, range(101)),
    )
    return deployment, in_order(reader.problems)


def _full_width_colons(text: str) -> Iterator[Diagnostic]:
    """YAML takes such a line for text, and then complains of another."""
    for line, content in enumerate(text.split("\n"), start=1):
        if found := _FULL_WIDTH_COLON.match(content):
            what, fix = f"“{found[1]}”后面是全角冒号“\uff1a”。", f"请改为半角冒号加一个空格，如 {found[1]}: …。"
            yield Diagnostic(Origin(NAME, line), "deploy", what, fix)


@dataclass
class _Reader:
    folder: Path
    problems: list[Diagnostic] = field(default_factory=list)

    def say(self, line: int, what: str, fix: str) -> None:
        self.problems.append(Diagnostic(Origin(NAME, line), "deploy", what, fix))

    def refuse_unknown(self, fields: Mapping[str, Value], known: tuple[str, ...]) -> None:
        for name in fields.keys() - set(known):
            self.say(fields[name].line, f"没有“{name}”这一项。", f"可用的有 {'、'.join(known)}。")

    def number(self, value: Value | None, name: str, default: int, allowed: range) -> int:
        text = _text(value).removesuffix("%").strip()
        if value is None:
            return default
        if len(text) < 10 and text.isascii() and text.isdigit() and int(text) in allowed:
            return int(text)
        self.say(
            value.line,
            f"{name} 应是 {allowed.start} 到 {allowed.stop - 1} 之间的整数。",
            f"例如 {name}: {default}。",
        )
        return default

    def path(self, value: Value, name: str) -> str:
        """An absolute path of this machine, with ``/``; ``~`` is the user's own folder."""
        text = _text(value)
        if not text:
            self.say(value.line, f"{name} 没有写路径。", f"例如 {name}: /srv/www/shuxiang。")
            return "/"
        if _CONTROL.search(text):
            self.say(
                value.line, f"{name} 的路径里有换行或制表符。", f"请写在一行里，例如 {name}: /srv/www/shuxiang。"
            )
        if _WINDOWS_PATH.match(text) and os.name != "nt":
            self.say(
                value.line,
                f"这台电脑打不开 Windows 的路径 {text}。",
                "请先把共享文件夹挂载到本机，再写挂载的位置。",
            )
        return (self.folder / self._at_home(text, value.line)).as_posix()

    def _at_home(self, text: str, line: int) -> Path:
        try:
            return Path(text).expanduser()
        except RuntimeError:
            self.say(line, f"找不到 {text} 里的用户文件夹。", "请写完整的路径，例如 /srv/www/shuxiang。")
            return Path(text)


def _text(value: Value | None) -> str:
    return value.content if value and isinstance(value.content, str) else ""


def _places(reader: _Reader, value: Value | None) -> Iterator[Place]:
    if value is None or not isinstance(value.content, dict) or not value.content:
        line = value.line if value else 1
        reader.say(line, "没有写发布到哪里（targets）。", f"请写成这样：\n{EXAMPLE}")
        return
    for name, settings in value.content.items():
        if not is_place_name(name) or name in _COMMANDS:
            fix = "请用文字、数字、- 或 _，不要空格，至多 40 个字，也不要和命令同名。"
            reader.say(settings.line, f"目标不能叫“{name}”。", fix)
        elif not isinstance(settings.content, dict):
            reader.say(settings.line, f"目标“{name}”里没有设置。", "至少要写 folder、ssh 或 zip。")
        else:
            place = _place(reader, name, settings.line, settings.content)
            if place:
                yield place


def _place(reader: _Reader, name: str, line: int, fields: dict[str, Value]) -> Place | None:
    reader.refuse_unknown(fields, _PLACE_KEYS)
    kind = _kind(reader, line, fields)
    if kind is None:
        return None
    _refuse_misplaced(reader, kind, fields)
    return Place(
        name=name,
        kind=kind,
        folder=_folder(reader, kind, fields),
        url=_url(reader, fields["url"]) if "url" in fields else "",
        destination=_destination(reader, fields["ssh"]) if kind is Kind.SSH else "",
        port=reader.number(fields["port"], "port", 22, range(1, 65536)) if "port" in fields else None,
        key=reader.path(fields["key"], "key") if "key" in fields else "",
        options=_options(reader, fields.get("ssh_options")),
        certificates=Path(reader.path(fields["certificates"], "certificates"))
        if "certificates" in fields
        else None,
        server=_server(reader, fields["server"]) if "server" in fields else "",
        https=_https(reader, fields["https"]) if "https" in fields else None,
        old_browsers=_switch(reader, fields, "old_browsers", default=False),
        embed=_embedders(reader, fields.get("embed")),
    )


def _kind(reader: _Reader, line: int, fields: Mapping[str, Value]) -> Kind | None:
    if "zip" in fields:
        if not fields.keys() & {"folder", "ssh"}:
            return Kind.ZIP
        reader.say(
            fields["zip"].line, "zip 不能和 folder、ssh 写在一起。", "一个目标只写一种，要几种就写几个目标。"
        )
        return None
    if "folder" not in fields:
        reader.say(line, "没有写发布到哪个文件夹。", "请写 folder（服务器上的文件夹）或 zip（压缩包）。")
        return None
    links = _switch(reader, fields, "links", default=True)
    if "ssh" not in fields:
        return Kind.LINKED if links else Kind.PLAIN
    if not links:
        reader.say(fields["links"].line, "用 SSH 发布要有符号链接。", "请删去 links: no，或改用挂载的共享文件夹。")
    return Kind.SSH


def _refuse_misplaced(reader: _Reader, kind: Kind, fields: Mapping[str, Value]) -> None:
    if kind is not Kind.SSH:
        for name in fields.keys() & {"port", "key", "ssh_options"}:
            reader.say(fields[name].line, f"{name} 只用于 SSH。", "请删去这一行，或加上 ssh。")


def _folder(reader: _Reader, kind: Kind, fields: Mapping[str, Value]) -> str:
    if kind is Kind.ZIP:
        return _archive(reader, fields["zip"])
    if kind is not Kind.SSH:
        return reader.path(fields["folder"], "folder").rstrip("/") or "/"
    text = _text(fields["folder"])
    path = PurePosixPath(text)
    odd = ".." in path.parts or PureWindowsPath(text).drive or _CONTROL.search(text)
    if odd or not path.is_absolute() or len(path.parts) < 3:
        reader.say(
            fields["folder"].line,
            "SSH 目标的 folder 应是那台服务器上的完整路径。",
            "例如 folder: /srv/www/shuxiang。",
        )
    return text.rstrip("/")


def _archive(reader: _Reader, value: Value) -> str:
    path = reader.path(value, "zip")
    if not path.lower().endswith(".zip"):
        reader.say(value.line, "zip 应是以 .zip 结尾的文件名。", "例如 zip: 书香.zip。")
    return path


def _destination(reader: _Reader, value: Value) -> str:
    text = _text(value)
    if not _DESTINATION.fullmatch(text):
        reader.say(
            value.line, f"ssh 的写法读不明白（{text[:60]}）。", "请写成 用户@主机，例如 ssh: deploy@10.0.0.8。"
        )
    return text


def _url(reader: _Reader, value: Value) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        well = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
        well = well and parts.port != 0 and "@" not in parts.netloc and not _NO_URL.search(text)
        str(parts.hostname).encode("idna")
    except ValueError:
        well = False
    if not well:
        reader.say(
            value.line, f"url 应是读者打开网站的地址，现为“{text[:60]}”。", "例如 url: http://study.example/。"
        )
        return ""
    return text.rstrip("/") + "/"


def _server(reader: _Reader, value: Value) -> str:
    text = _text(value).lower()
    if text not in SERVERS:
        reader.say(value.line, f"server 不认识“{text[:40]}”。", f"可用的有 {'、'.join(SERVERS)}。")
        return ""
    return text


def _https(reader: _Reader, value: Value) -> Https | None:
    parts = value.content if isinstance(value.content, dict) else {}
    certificate, key = _text(parts.get("certificate")), _text(parts.get("key"))
    well = certificate and key and not _CONTROL.search(f"{certificate}{key}")
    if not well or parts.keys() - {"certificate", "key"}:
        fix = "例如 https: {certificate: /etc/ssl/study.pem, key: /etc/ssl/private/study.key}。"
        reader.say(value.line, "https 要写证书（certificate）和私钥（key）两个文件。", fix)
        return None
    return Https(certificate, key)


def _switch(reader: _Reader, fields: Mapping[str, Value], name: str, *, default: bool) -> bool:
    value = yes_or_no(_text(fields[name])) if name in fields else default
    if value is None:
        reader.say(fields[name].line, f"{name} 只能写 yes 或 no。", f"例如 {name}: {'no' if default else 'yes'}。")
    return default if value is None else value


def _embedders(reader: _Reader, value: Value | None) -> tuple[str, ...]:
    if value is None:
        return ()
    items = value.content if isinstance(value.content, list) else [value]
    return tuple(url for url in (_url(reader, item) for item in items) if url)


def _options(reader: _Reader, value: Value | None) -> tuple[str, ...]:
    """Options for ssh as in its own configuration, ``Name=value``."""
    if value is None:
        return ()
    items = value.content if isinstance(value.content, list) else [value]
    texts = tuple(map(_text, items))
    if not all(re.fullmatch(r"[A-Za-z]+=[^\n]+", text) for text in texts):
        reader.say(value.line, "ssh_options 应是“名称=值”的列表。", "例如 ssh_options: [ProxyJump=gate.example]。")
    return texts


def choose(deployment: Deployment, name: str | None) -> Place:
    """The place of that name, or the only one there is; Problem that lists them otherwise."""
    places = deployment.places
    if name is None and len(places) == 1:
        return places[0]
    found = next((place for place in places if place.name == name), None)
    if found:
        return found
    known = "、".join(place.name for place in places)
    wanted = f"{NAME} 里没有目标“{name}”。" if name else "有几个发布目标，请写明是哪一个。"
    raise Problem(f"{wanted}现有：{known}。")
