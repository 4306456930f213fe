"""Tomcat 9 and later: the ``WEB-INF/web.xml`` that lies among the site's files.

No filter of Tomcat's can send a Content-Security-Policy; the pages carry it themselves. What its filters can do:
https://tomcat.apache.org/tomcat-9.0-doc/config/filter.html
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import indent
from xml.sax.saxutils import escape

from shuxiang.release.servers.media_types import BINARIES, TEXTS, with_charset
from shuxiang.release.servers.served import Served, in_comment

FILE = "WEB-INF/web.xml"
HIDDEN = ("/.publishing.json", "/.publishing.lock", "/.git/*", "/.svn/*")
"""A pattern cannot say "all that begin with a dot"."""


def whole(served: Served) -> str:
    """The file; ports, certificates and compression are the business of Tomcat's ``server.xml``."""
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!-- 书香：目标“{in_comment(served.name)}”的 Tomcat 9、10、11 配置，由 publish.py server-config 生成。
     放在网站文件夹的 {FILE}。存好后 Tomcat 会自己重新载入这个应用；发布不会动它。
     压缩、端口和证书写在 Tomcat 的 conf/server.xml 里，见《网页服务器》一篇。 -->
<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0" metadata-complete="true">
  <display-name>shuxiang</display-name>

  <!-- 浏览器可以留着，每次都来问有没有变。 -->
{_expires("revalidate", "access plus 0 seconds", "304", ["/*"])}\
{_lasting(served.lasting)}\
  <!-- 安全方面的响应头。Tomcat 自带的过滤器发不出 Content-Security-Policy，网页里自己带了一份。 -->
  <filter>
    <filter-name>security</filter-name>
    <filter-class>org.apache.catalina.filters.HttpHeaderSecurityFilter</filter-class>
    <init-param><param-name>hstsEnabled</param-name><param-value>false</param-value></init-param>
    <init-param><param-name>antiClickJackingEnabled</param-name><param-value>{_framing(served)}</param-value></init-param>
    <init-param><param-name>antiClickJackingOption</param-name><param-value>SAMEORIGIN</param-value></init-param>
    <init-param><param-name>blockContentTypeSniffingEnabled</param-name><param-value>true</param-value></init-param>
  </filter>
{_mapping("security", ["/*"])}\
  <!-- 点开头的文件没有。 -->
  <security-constraint>
    <web-resource-collection>
      <web-resource-name>hidden</web-resource-name>
{indent(_patterns(HIDDEN), "  ")}\
    </web-resource-collection>
    <auth-constraint />
  </security-constraint>

  <!-- 文件类型和编码。 -->
{_types()}
  <welcome-file-list>
    <welcome-file>index.html</welcome-file>
  </welcome-file-list>
  <error-page>
    <error-code>404</error-code>
    <location>/404.html</location>
  </error-page>
  <error-page>
    <error-code>403</error-code>
    <location>/404.html</location>
  </error-page>
</web-app>
"""


def _framing(served: Served) -> str:
    return "false" if served.framed_elsewhere else "true"


def _lasting(places: Iterable[str]) -> str:
    """The inner filter of two: what it says first is not said again by the outer."""
    patterns = [f"/{place}*" if place.endswith("/") else f"/{place}" for place in places]
    if not patterns:
        return ""
    return f"""\
  <!-- 文件名里带内容摘要的：留一年。Tomcat 不能用规律来写，这里是生成时有的；以后新的每次来问，也不会错。 -->
{_expires("lasting", "access plus 365 days", "304, 403, 404", patterns)}"""


def _expires(name: str, rule: str, excluded: str, patterns: Iterable[str]) -> str:
    """``excluded`` are the statuses of which nothing is said."""
    return f"""\
  <filter>
    <filter-name>{name}</filter-name>
    <filter-class>org.apache.catalina.filters.ExpiresFilter</filter-class>
    <init-param><param-name>ExpiresDefault</param-name><param-value>{rule}</param-value></init-param>
    <init-param>
      <param-name>ExpiresExcludedResponseStatusCodes</param-name><param-value>{excluded}</param-value>
    </init-param>
  </filter>
{_mapping(name, patterns)}
"""


def _mapping(name: str, patterns: Iterable[str]) -> str:
    """For what was asked for, and for the page that is shown in place of what is not there."""
    return f"""\
  <filter-mapping>
    <filter-name>{name}</filter-name>
{_patterns(patterns)}\
    <dispatcher>REQUEST</dispatcher>
    <dispatcher>ERROR</dispatcher>
  </filter-mapping>
"""


def _patterns(patterns: Iterable[str]) -> str:
    return "".join(f"    <url-pattern>{escape(pattern)}</url-pattern>\n" for pattern in patterns)


def _types() -> str:
    kinds = {**{end: with_charset(kind) for end, kind in TEXTS.items()}, **BINARIES}
    return "".join(
        f"  <mime-mapping><extension>{end}</extension><mime-type>{kind}</mime-type></mime-mapping>\n"
        for end, kind in kinds.items()
    )
