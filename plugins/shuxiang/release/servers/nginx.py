"""nginx: a server of its own, or a part to be included in one that is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent
from urllib.parse import quote

from shuxiang.release.fingerprints import PATTERN
from shuxiang.release.servers.address import Address
from shuxiang.release.servers.lasting import FOREVER, REVALIDATE
from shuxiang.release.servers.media_types import BINARIES, COMPRESSED, FEED, FEED_TYPE, TEXTS
from shuxiang.release.servers.served import Certificate, Served, headers, in_comment, server_path

FILE = "/etc/nginx/conf.d/shuxiang.conf"
PART = "/etc/nginx/snippets/shuxiang.conf"


def whole(served: Served) -> str:
    """A configuration for the ``http`` level: one server, with https a second that leads to it."""
    opening = f"""\
# 书香：目标“{in_comment(served.name)}”的 nginx 配置，由 publish.py server-config 生成。
# 放到 {FILE}，先检查再载入：nginx -t && systemctl reload nginx
# 请不要手改：网页里的内嵌脚本有变化时要重新生成，手改的会丢。
"""
    return opening + "".join(f"\n{server}" for server in _servers(served))


def part(served: Served) -> str:
    """Locations to be included in a ``server`` that is there."""
    return f"""\
# 书香：目标“{in_comment(served.name)}”的 nginx 配置片段，由 publish.py server-config 生成。
# 放到 {PART}，在现有的 server {{ }} 里写一行 include {PART};
# 然后先检查再载入：nginx -t && systemctl reload nginx
{_locations(served)}"""


def _servers(served: Served) -> Iterator[str]:
    address = served.address
    if served.certificate and address.has_usual_port:
        yield _redirecting(address)
    lines = "".join(f"    {line}\n" for line in _listening(address, served.certificate))
    yield f"server {{\n{lines}\n{indent(_elsewhere(address), '    ')}{indent(_locations(served), '    ')}}}\n"


def _redirecting(address: Address) -> str:
    return f"""\
# 用 http 打开的，转到 https。注意：浏览器把两者当作两个网站，委员在 http 下的打卡记录不会跟过来，
# 换之前请大家先在“我的学习”里生成备份。
server {{
    listen 80;
    {_any_ipv6(address)}listen [::]:80;
    server_name {address.host};
    server_tokens off;
    return 301 {address.origin}$request_uri;
}}
"""


def _listening(address: Address, certificate: Certificate | None) -> Iterator[str]:
    how = " ssl" if certificate else ""
    yield f"listen {address.port}{how};"
    yield f"{_any_ipv6(address)}listen [::]:{address.port}{how};"
    yield f"server_name {address.host};"
    yield "server_tokens off;"
    if certificate:
        yield f'ssl_certificate "{server_path(certificate.file)}";'
        yield f'ssl_certificate_key "{server_path(certificate.key)}";'
        yield "ssl_protocols TLSv1.2 TLSv1.3;"


def _any_ipv6(address: Address) -> str:
    """Where IPv6 is switched off, nginx would not start: only a host that is an IPv6 address needs it for sure."""
    return "" if address.host.startswith("[") else "# 有 IPv6 的，去掉行首的井号："


def _elsewhere(address: Address) -> str:
    """What a server answers outside the site's own path."""
    if address.path == "/":
        return ""
    return f"""\
# 网站在 {address.path} 下，别的地址都没有。
error_page 404 {_quoted(f"{address.path}404.html")};
location / {{
    return 404;
}}
location = / {{
    return 302 {address.encoded_path};
}}
absolute_redirect off;

"""


def _locations(served: Served) -> str:
    path = served.address.path
    return f"""\
{_without_slash(path)}location {"" if path == "/" else "^~ "}{_quoted(path)} {{
    {_place(served)}
    index index.html;
    autoindex off;
    absolute_redirect off;
    # 找不到的、不给列目录的，都显示“找不到这一页”。
    error_page 404 {_quoted(f"{path}404.html")};
    error_page 403 =404 {_quoted(f"{path}404.html")};

    # 文件类型和编码。
    default_type application/octet-stream;
    types {{
{_types({**TEXTS, **BINARIES})}    }}
    charset utf-8;
    charset_types {_words(COMPRESSED)};

    # 文字类的压缩。
    gzip on;
    gzip_vary on;
    gzip_min_length 1024;
    gzip_types {_words(COMPRESSED)};

    # 安全策略。nginx 里下级写了 add_header 就不再继承上级的，所以下面要各写一遍。
{_added(headers(served), "    ")}
    # 网页和数据：浏览器可以留着，每次都来问有没有变。
    add_header Cache-Control "{REVALIDATE}" always;

    # 文件名里带内容摘要的：留一年。
    location ~ "^{re.escape(path)}(?:{PATTERN})$" {{
{_added(headers(served), "        ")}\
        add_header Cache-Control "{FOREVER}";
    }}

    # 点开头的文件，以及别的服务器的设置，一律没有。
    location ~* "/(\\.|web\\.config$|WEB-INF(/|$))" {{
        return 404;
    }}

    location = {_quoted(f"{path}{FEED}")} {{
        types {{ }}
        default_type {FEED_TYPE};
    }}
}}
"""


def _without_slash(path: str) -> str:
    if path == "/":
        return ""
    short = path.rstrip("/")
    return f"location = {_quoted(short)} {{\n    return 301 {quote(path)};\n}}\n"


def _place(served: Served) -> str:
    root = server_path(served.root)
    return f'root "{root}";' if served.address.path == "/" else f'alias "{root.rstrip("/")}/";'


def _added(lines: Mapping[str, str], margin: str) -> str:
    return "".join(f'{margin}add_header {name} "{value}" always;\n' for name, value in lines.items())


def _types(kinds: Mapping[str, str]) -> str:
    return "".join(f"        {kind} {end};\n" for end, kind in kinds.items())


def _words(kinds: Iterable[str]) -> str:
    """``text/html`` is always among them, and named twice it is a warning."""
    return " ".join(kind for kind in kinds if kind != "text/html")


def _quoted(path: str) -> str:
    return f'"{path}"'
