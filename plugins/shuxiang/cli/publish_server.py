"""`publish.py server-config`: a web server's configuration, ready for the site of one target."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from shuxiang.cli.arguments import config_file
from shuxiang.cli.deploy_file import choose, read_deployment
from shuxiang.cli.problem import Problem
from shuxiang.cli.settings import load
from shuxiang.cli.written_file import create_file, replace_file
from shuxiang.release.page_scripts import script_hashes
from shuxiang.release.place import Kind, Place
from shuxiang.release.policy import policy
from shuxiang.release.servers import apache, iis, nginx, tomcat
from shuxiang.release.servers.address import Address, parse_address
from shuxiang.release.servers.lasting import lasting_places
from shuxiang.release.servers.served import Certificate, Served

Write = Callable[[Served], str]


class _Server(NamedTuple):
    """``part`` is None, and ``in_site`` true, where the configuration lies among the site's files."""

    name: str
    whole: Write
    part: Write | None
    then: str

    @property
    def in_site(self) -> bool:
        return self.part is None


SERVERS = {
    "nginx": _Server("nginx", nginx.whole, nginx.part, "先检查再载入：nginx -t && systemctl reload nginx"),
    "apache": _Server(
        "Apache", apache.whole, apache.part, "先检查再载入：apache2ctl configtest && systemctl reload apache2"
    ),
    "iis": _Server("IIS", iis.whole, None, f"它要放在网站的文件夹里，文件名是 {iis.FILE}，存好就生效。"),
    "tomcat": _Server("Tomcat", tomcat.whole, None, f"它要放在网站文件夹的 {tomcat.FILE}，Tomcat 会自己重新载入。"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `publish.py server-config`."""
    parser.add_argument("kind", choices=SERVERS, metavar="服务器", help="nginx、apache、iis 或 tomcat")
    parser.add_argument("--target", metavar="目标", help="deploy.yml 里的目标名；只有一个目标时可以不写")
    parser.add_argument(
        "--root", metavar="路径", help="网站文件夹在服务器上的路径。不写则按 deploy.yml，两边叫法不同时才写"
    )
    parser.add_argument(
        "--include", action="store_true", help="只写出可以放进现有 server（Apache 是 VirtualHost）的一段"
    )
    parser.add_argument(
        "--old-browsers",
        action="store_true",
        help="单位里还有 Chromium 97、Firefox 102、Safari 16 以前的浏览器：搜索要放宽一条安全策略",
    )
    parser.add_argument(
        "--embed", action="append", default=[], metavar="网址", help="允许把网站嵌进这个门户，可以写几次"
    )
    parser.add_argument("--site-dir", type=Path, metavar="文件夹", help="生成好的网站。不写则用 mkdocs.yml 里的")
    parser.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件。不写则显示出来")
    parser.add_argument("--force", action="store_true", help="文件已经存在也照写，旧的不保留")


def run(options: argparse.Namespace) -> int:
    """Write or print the configuration and return the exit code; Problem or ReleaseError says what is wrong."""
    source = config_file(options.config_file)
    place = choose(read_deployment(source.parent), options.target)
    server = SERVERS[options.kind]
    _refuse_unfit(options, place, server)
    served = _served(options, place, list(_sites(options, source, place)))
    text = _writer(server, include=options.include)(served)
    if options.output:
        _write(options.output, text, force=options.force)
        print(f"已写出 {options.output}。{server.then}")  # noqa: T201
    else:
        print(text, end="")  # noqa: T201
    return 0


def _refuse_unfit(options: argparse.Namespace, place: Place, server: _Server) -> None:
    if not place.url:
        raise Problem(
            f"deploy.yml 的目标“{place.name}”没有写网址（url），不知道服务器要答应哪个地址。"
            "请加上，例如 url: http://study.example/shuxiang/。"
        )
    if place.kind is Kind.ZIP and not options.root:
        raise Problem("这个目标是压缩包。请用 --root 写明它在服务器上解压到哪个文件夹。")
    if server.in_site and place.kind in {Kind.LINKED, Kind.SSH}:
        raise Problem(
            f"{server.name} 不宜用符号链接切换版本。请在 deploy.yml 的目标“{place.name}”里写 links: no，重新发布。"
        )
    if options.kind == "tomcat" and place.server != "tomcat":
        raise Problem(
            "Tomcat 自己发不出安全策略，要由网页带着。"
            f"请在 deploy.yml 的目标“{place.name}”里加一行 server: tomcat，重新发布，再生成这份设置。"
        )
    if server.in_site and options.include:
        raise Problem(f"{server.name} 的配置就在网站的文件夹里，不影响别的网站，不用 --include。")


def _writer(server: _Server, *, include: bool) -> Write:
    return server.part if include and server.part else server.whole


def _sites(options: argparse.Namespace, source: Path, place: Place) -> Iterator[Path]:
    """The built site, and the one that readers see now where this machine can read it: a rollback shows it again.

    Problem when there is none.
    """
    built = options.site_dir or Path(load(source).site_dir)
    live = Path(place.document_root) if place.kind in {Kind.LINKED, Kind.PLAIN} else None
    found = [site for site in (built, live) if site and (site / "index.html").is_file()]
    if not found:
        raise Problem(f"{built} 里还没有生成好的网站，不知道要允许哪些脚本。请先运行 python3 scripts/build.py。")
    yield from found


def _served(options: argparse.Namespace, place: Place, sites: list[Path]) -> Served:
    address = parse_address(place.url)
    hashes = sorted({source for site in sites for source in script_hashes(site)})
    embedders = [parse_address(url).origin for url in (*place.embed, *options.embed)]
    return Served(
        name=place.name,
        root=options.root or place.document_root,
        address=address,
        policy=policy(hashes, embedders=embedders, old_browsers=options.old_browsers or place.old_browsers),
        certificate=_certificate(options, place, address),
        framed_elsewhere=bool(embedders),
        lasting=lasting_places({path for site in sites for path in _files(site)}),
    )


def _certificate(options: argparse.Namespace, place: Place, address: Address) -> Certificate | None:
    """What https needs of a server that is configured whole; other places keep it themselves."""
    if SERVERS[options.kind].in_site or options.include:
        return None
    if place.https and not address.secure:
        raise Problem(
            f"deploy.yml 的目标“{place.name}”写了证书，网址却是 http 开头。"
            "请把 url 改成 https 开头，或删去 https 一项。改之前请看《网页服务器》里“从 http 换成 https”。"
        )
    if address.secure and not place.https:
        raise Problem(
            f"网址 {place.url} 是 https，要有证书。请在 deploy.yml 的目标“{place.name}”里写 "
            "https: {certificate: /etc/ssl/study.pem, key: /etc/ssl/private/study.key}；"
            "https 由别的服务器负责的，请用 --include 只写出一段。"
        )
    return Certificate(place.https.certificate, place.https.key) if place.https else None


def _files(site: Path) -> Iterator[str]:
    return (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def _write(path: Path, text: str, *, force: bool) -> None:
    if path.is_dir():
        raise Problem(f"{path} 是一个文件夹。请写明文件名。")
    data = text.encode()
    if force:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    elif not create_file(path, data):
        raise Problem(f"{path} 已经存在，没有覆盖。要换成新的，请加 --force。")
