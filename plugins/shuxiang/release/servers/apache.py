"""Apache 2.4: a virtual host of its own, or a part to be included in one that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from textwrap import indent

from shuxiang.release.fingerprints import PATTERN
from shuxiang.release.servers.address import PORTS, Address
from shuxiang.release.servers.lasting import FOREVER, REVALIDATE
from shuxiang.release.servers.media_types import BINARIES, COMPRESSED, FEED, FEED_TYPE, TEXTS, with_charset
from shuxiang.release.servers.served import Served, headers, in_comment, server_path

FILE = "/etc/apache2/sites-available/shuxiang.conf"
PART = "/etc/apache2/shuxiang-part.conf"
MODULES = "headers deflate"


def whole(served: Served) -> str:
    """A virtual host, with https a second that leads to it."""
    opening = f"""\
# 书香：目标“{in_comment(served.name)}”的 Apache 2.4 配置，由 publish.py server-config 生成。
# 放到 {FILE}，然后：
#   a2enmod {MODULES}{" ssl" if served.certificate else ""} && a2ensite shuxiang
#   apache2ctl configtest && systemctl restart apache2
# 以后重新生成，只要：apache2ctl configtest && systemctl reload apache2
# 请不要手改：网页里的内嵌脚本有变化时要重新生成，手改的会丢。
"""
    return opening + "".join(f"\n{host}" for host in _hosts(served))


def part(served: Served) -> str:
    """What goes into a virtual host that is there."""
    return f"""\
# 书香：目标“{in_comment(served.name)}”的 Apache 2.4 配置片段，由 publish.py server-config 生成。
# 放到 {PART}，在现有的 <VirtualHost> 里写一行 Include {PART}
# 然后：a2enmod {MODULES} && apache2ctl configtest && systemctl restart apache2
{_site(served)}"""


def _hosts(served: Served) -> Iterator[str]:
    address = served.address
    if address.port not in PORTS.values():
        yield f"Listen {address.port}\n"
    if served.certificate and address.has_usual_port:
        yield _redirecting(address)
    yield f"""\
<VirtualHost *:{address.port}>
    ServerName {address.host}
{_tls(served)}\
{_elsewhere(address)}\
{indent(_site(served), "    ", lambda line: bool(line.strip()))}\
</VirtualHost>
"""


def _redirecting(address: Address) -> str:
    return f"""\
# 用 http 打开的，转到 https。注意：浏览器把两者当作两个网站，委员在 http 下的打卡记录不会跟过来，
# 换之前请大家先在“我的学习”里生成备份。
<VirtualHost *:80>
    ServerName {address.host}
    Redirect permanent / {address.origin}/
</VirtualHost>

"""


def _tls(served: Served) -> str:
    if not served.certificate:
        return ""
    return f"""\
    SSLEngine on
    SSLProtocol -all +TLSv1.2 +TLSv1.3
    SSLCertificateFile "{server_path(served.certificate.file)}"
    SSLCertificateKeyFile "{server_path(served.certificate.key)}"
"""


def _elsewhere(address: Address) -> str:
    """What a host answers outside the site's own path."""
    if address.path == "/":
        return ""
    short = address.path.rstrip("/")
    return f"""\
    # 网站在 {address.path} 下，别的地址都没有。
    RedirectMatch 302 "^/$" "{address.path}"
    RedirectMatch 404 "^/(?!{re.escape(short[1:])}(/|$)).+"
    ErrorDocument 404 "{address.path}404.html"
"""


def _site(served: Served) -> str:
    root, path = server_path(served.root), served.address.path
    return f"""\
{_place(root, path)}
<Directory "{root}">
    Options FollowSymLinks
    AllowOverride None
    Require all granted
    DirectoryIndex index.html
    # 找不到的、不给列目录的，都显示“找不到这一页”。
    ErrorDocument 404 "{path}404.html"
    ErrorDocument 403 "{path}404.html"
    # 点开头的文件，以及别的服务器的设置，一律没有。
    RedirectMatch 404 "(?i)/(\\.|web\\.config$|WEB-INF(/|$))"

    # 文件类型和编码。
{_types()}
    # 文字类的压缩。压缩后的 ETag 带 -gzip，浏览器再来问时去掉它，才答得出“没有变”。
    AddOutputFilterByType DEFLATE {" ".join(COMPRESSED)}
    RequestHeader edit "If-None-Match" "-gzip\\"" "\\""

    # 安全策略。always：404 也要有。
{_set(headers(served))}
    # 网页和数据：浏览器可以留着，每次都来问有没有变。
    Header always set Cache-Control "{REVALIDATE}"
</Directory>
# 文件名里带内容摘要的：留一年。
<LocationMatch "^{re.escape(path)}(?:{PATTERN})$">
    Header always set Cache-Control "{FOREVER}" "expr=%{{REQUEST_STATUS}} -in {{'200', '206', '304'}}"
</LocationMatch>
"""


def _place(root: str, path: str) -> str:
    return f'DocumentRoot "{root}"' if path == "/" else f'Alias "{path.rstrip("/")}" "{root}"'


def _types() -> str:
    lines = [f"    AddType {kind} .{end}" for end, kind in {**TEXTS, **BINARIES}.items()]
    feed = f'    <Files "{FEED}">\n        ForceType "{with_charset(FEED_TYPE)}"\n    </Files>'
    return "\n".join([*lines, f"    AddCharset utf-8 {' '.join(f'.{end}' for end in TEXTS)}", feed, ""])


def _set(lines: Mapping[str, str]) -> str:
    return "".join(f'    Header always set {name} "{value}"\n' for name, value in lines.items())
