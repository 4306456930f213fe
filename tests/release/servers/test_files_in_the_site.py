"""IIS and Tomcat are configured by a file among the site's own."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.release.servers import iis, tomcat
from shuxiang.release.servers.media_types import BINARIES, TEXTS
from shuxiang.release.servers.served import Served, headers

Describe = Callable[..., Served]

JAVAEE = "{http://xmlns.jcp.org/xml/ns/javaee}"
PLACES = ("assets/pages-0123456789/", "assets/javascripts/a&b.0123abcd.min.js")
XML_NAMES = st.text(max_size=20).filter(
    lambda name: not any("\ud800" <= c <= "\udfff" or c >= "\ufffe" for c in name)
)


@pytest.mark.parametrize("write", [iis.whole, tomcat.whole])
@settings(max_examples=50)
@given(name=XML_NAMES | st.sampled_from(["-->", "--", "a\n-", "<x>&"]))
def test_no_target_can_say_anything_in_the_comment_but_its_name(
    described: Describe, write: Callable[[Served], str], name: str
) -> None:
    with_name, without = (ET.canonicalize(write(described(name=name))) for name in (name, "内网"))

    assert with_name == without


@pytest.mark.parametrize("write", [iis.whole, tomcat.whole])
def test_neither_names_a_folder_of_the_server(described: Describe, write: Callable[[Served], str]) -> None:
    assert "/srv/www" not in write(described())


def web_config(served: Served) -> ET.Element:
    return ET.fromstring(iis.whole(served).encode())  # noqa: S314  # our own


def test_iis_sends_every_header_once(described: Describe) -> None:
    custom = web_config(described()).find("system.webServer/httpProtocol/customHeaders")
    assert custom is not None
    added = {element.get("name"): element.get("value") for element in custom.findall("add")}

    assert added == headers(described())
    assert {element.get("name") for element in custom.findall("remove")} == {*added, "X-Powered-By"}


def test_iis_removes_each_type_before_it_adds_it(described: Describe) -> None:
    content = web_config(described()).find("system.webServer/staticContent")
    assert content is not None
    said = [(element.tag, element.get("fileExtension")) for element in content if element.tag != "clientCache"]

    assert said == [(tag, f".{end}") for end in {**TEXTS, **BINARIES} for tag in ("remove", "mimeMap")]


def test_iis_shows_its_own_missing_page_with_the_status_of_one(described: Describe) -> None:
    error = web_config(described()).find("system.webServer/httpErrors/error[@statusCode='404']")

    assert error is not None
    assert (error.get("path"), error.get("responseMode")) == ("404.html", "File")


def test_iis_keeps_only_what_is_named_after_its_content(described: Describe) -> None:
    root = web_config(described(lasting=PLACES))
    cached = {
        location.get("path"): cache.get("cacheControlCustom")
        for location in root.findall("location")
        if (cache := location.find("system.webServer/staticContent/clientCache")) is not None
    }
    always = root.find("system.webServer/staticContent/clientCache")

    assert cached == {place.rstrip("/"): "public, max-age=31536000, immutable" for place in PLACES}
    assert always is not None
    assert always.get("cacheControlCustom") == "no-cache"


def web_xml(served: Served) -> ET.Element:
    return ET.fromstring(tomcat.whole(served).encode())  # noqa: S314  # our own


def mapped(root: ET.Element) -> dict[str | None, list[str | None]]:
    """The filters in order, with the patterns of each."""
    return {
        mapping.findtext(f"{JAVAEE}filter-name"): [each.text for each in mapping.findall(f"{JAVAEE}url-pattern")]
        for mapping in root.findall(f"{JAVAEE}filter-mapping")
    }


def test_tomcat_asks_the_inner_filter_first_how_long_a_file_lasts(described: Describe) -> None:
    assert mapped(web_xml(described(lasting=PLACES))) == {
        "revalidate": ["/*"],
        "lasting": ["/assets/pages-0123456789/*", "/assets/javascripts/a&b.0123abcd.min.js"],
        "security": ["/*"],
    }


def test_tomcat_has_no_filter_that_is_mapped_to_nothing(described: Describe) -> None:
    root = web_xml(described(lasting=()))
    defined = {each.findtext(f"{JAVAEE}filter-name") for each in root.findall(f"{JAVAEE}filter")}

    assert defined == mapped(root).keys() == {"revalidate", "security"}


@pytest.mark.parametrize("said", ["true", "false"])
def test_tomcat_lets_a_portal_frame_the_site_when_it_is_told_so(described: Describe, said: str) -> None:
    text = tomcat.whole(described(framed_elsewhere=said == "false"))

    assert f"<param-name>antiClickJackingEnabled</param-name><param-value>{said}</param-value>" in text
