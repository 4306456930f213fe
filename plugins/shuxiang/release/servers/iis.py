"""IIS 8 and later: the ``web.config`` that lies among the site's files.

What each element may hold: https://learn.microsoft.com/iis/configuration/system.webserver/
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from shuxiang.release.servers.lasting import FOREVER, REVALIDATE
from shuxiang.release.servers.media_types import BINARIES, FEED, FEED_TYPE, TEXTS, with_charset
from shuxiang.release.servers.served import Served, headers, in_comment

FILE = "web.config"


def whole(served: Served) -> str:
    """The file; certificates and redirection are no part of it, IIS keeps them with the site's bindings."""
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<!-- 书香：目标“{in_comment(served.name)}”的 IIS 配置，由 publish.py server-config 生成。
     放在网站的文件夹里，和 index.html 在一起，文件名是 {FILE}。存好就生效，不用重启；发布不会动它。
     子路径要在 IIS 管理器里建成“应用程序”。请不要手改：网页里的内嵌脚本有变化时要重新生成。 -->
<configuration>
  <system.webServer>
    <defaultDocument enabled="true">
      <files>
        <clear />
        <add value="index.html" />
      </files>
    </defaultDocument>
    <directoryBrowse enabled="false" />

    <!-- 找不到的、不给列目录的，都显示“找不到这一页”。用 File，状态码才仍是 404。 -->
    <httpErrors errorMode="Custom" existingResponse="Auto">
      <remove statusCode="404" subStatusCode="-1" />
      <error statusCode="404" subStatusCode="-1" path="404.html" responseMode="File" />
      <remove statusCode="403" subStatusCode="14" />
      <error statusCode="403" subStatusCode="14" path="404.html" responseMode="File" />
    </httpErrors>

    <!-- 文件类型和编码。服务器上已有的先去掉再写，不然会报 500.19。 -->
    <staticContent>
      <!-- 浏览器可以留着，每次都来问有没有变。 -->
      <clientCache cacheControlMode="NoControl" cacheControlCustom="{REVALIDATE}" />
{_types()}\
    </staticContent>

    <!-- 文字类的压缩，要在“服务器角色”里装了“静态内容压缩”。 -->
    <urlCompression doStaticCompression="true" />

    <!-- 安全策略，200、404 都有。 -->
    <httpProtocol>
      <customHeaders>
        <remove name="X-Powered-By" />
{_headers(served)}\
      </customHeaders>
    </httpProtocol>

    <!-- 点开头的文件一律没有。 -->
    <security>
      <requestFiltering>
        <denyUrlSequences>
          <remove sequence="/." />
          <add sequence="/." />
        </denyUrlSequences>
      </requestFiltering>
    </security>
  </system.webServer>

  <location path="{FEED}">
    <system.webServer>
      <staticContent>
        <remove fileExtension=".xml" />
        <mimeMap fileExtension=".xml" mimeType="{with_charset(FEED_TYPE)}" />
      </staticContent>
    </system.webServer>
  </location>

  <!-- 文件名里带内容摘要的：留一年。IIS 不能用规律来写，这里是生成时有的；以后新的每次来问，也不会错。 -->
{"".join(map(_lasting, served.lasting))}\
</configuration>
"""


def _types() -> str:
    kinds = {**{end: with_charset(kind) for end, kind in TEXTS.items()}, **BINARIES}
    return "".join(
        f'      <remove fileExtension=".{end}" />\n      <mimeMap fileExtension=".{end}" mimeType="{kind}" />\n'
        for end, kind in kinds.items()
    )


def _headers(served: Served) -> str:
    return "".join(
        f'        <remove name="{name}" />\n        <add name="{name}" value={quoteattr(value)} />\n'
        for name, value in headers(served).items()
    )


def _lasting(place: str) -> str:
    return f"""\
  <location path={quoteattr(place.rstrip("/"))}>
    <system.webServer>
      <staticContent>
        <clientCache cacheControlMode="NoControl" cacheControlCustom="{FOREVER}" />
      </staticContent>
    </system.webServer>
  </location>
"""
