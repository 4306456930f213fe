"""What the parts of a web page are called by those who make pages: by name, which part is no article."""

from __future__ import annotations

import re

from shuxiang.intake.readers.html_tree import Element

HEAD, SIDE, FOOT, SHARE = "页眉导航", "侧栏", "页脚", "分享按钮"
RELATED, PAGES, COMMENTS, ADS, BUTTONS = "相关链接", "翻页", "评论", "广告和浮窗", "按钮和表单"

_IDS = {"meta_content": "发布信息"}
"""WeChat's line of author, account, time and place, of which the hints say what counts."""

_TAGS = {"nav": HEAD, "header": HEAD, "menu": HEAD, "aside": SIDE, "footer": FOOT, "dialog": ADS}
_ROLES = {
    "navigation": HEAD,
    "banner": HEAD,
    "search": HEAD,
    "menu": HEAD,
    "complementary": SIDE,
    "contentinfo": FOOT,
    "dialog": ADS,
}
_PLAIN_NAMES = {
    HEAD: "nav navbar navigation navi subnav topnav menu menus breadcrumb breadcrumbs crumb crumbs mbx dqwz topbar",
    SIDE: "side sidebar sider aside rightside leftside",
    FOOT: "foot footer copyright banquan beian friendlink friendlinks yqlj",
    SHARE: "share sharebar bdshare bdsharebuttonbox social jiathis addthis qrcode ewm erweima fenxiang",
    RELATED: "related relate recommend recommended recommendation tuijian xgyd xgxw xgwz xiangguan hotnews ranking "
    "ranklist prenext prevnext morenews guess",
    PAGES: "pager pagination pagenum pagebar fenye paging turnpage pagenation",
    COMMENTS: "comment comments commentlist cmt pinglun liuyan",
    ADS: "ad ads advert advertisement guanggao popup modal",
}
_WEAK_NAMES = {
    HEAD: "header head top banner logo search searchbox login location position weizhi toolbar lang",
    SIDE: "left right widget",
    FOOT: "bottom links link",
    SHARE: "print dayin fontsize zihao tools tool function qr code operate",
    RELATED: "hot rank latest newest prev next prevnext pre other like xg",
    PAGES: "page pages",
    COMMENTS: "reply discuss message",
    ADS: "gg float floating mask toast tips app download",
    BUTTONS: "btn button more readmore expand unfold",
}
_PLAIN = {name: region for region, names in _PLAIN_NAMES.items() for name in names.split()}
_WEAK = {name: region for region, names in _WEAK_NAMES.items() for name in names.split()}
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_ARTICLE_NAMES = (
    "js_content rich_media_content ucap-content zoom ozoom artibody trs_editor trs_editor_view trs_ueditor "
    "trs_paper_default pages_content articlecontent article-content article_content art_content rm_txt_con "
    "rwb_zw txt_con text_con news_content newscontent news-content wp_articlecontent v_news_content "
    "xxgk_content bt_content post-content entry-content post_content article-body articlebody article_body "
    "articletext article-text"
)
_ARTICLES = frozenset(_ARTICLE_NAMES.split())
_TITLES = frozenset(["title", "tit", "bt", "headline", "biaoti"])


def named_region(element: Element) -> str:
    """The region that an element is by its name beyond much doubt."""
    return (
        _IDS.get(element.get("id", ""))
        or _TAGS.get(str(element.tag))
        or _ROLES.get(element.get("role", ""))
        or _first(element, _PLAIN)
    )


def weakly_named_region(element: Element) -> str:
    """The region that an element may be by its name, if it holds nothing that could be an article's."""
    return _first(element, _WEAK)


def is_article_by_name(element: Element) -> bool:
    """Whether the usual editors and content systems call the article's own text so."""
    names = {name.lower() for name in _names(element).split()}
    return element.tag == "article" or element.get("itemprop") == "articleBody" or not names.isdisjoint(_ARTICLES)


def is_title_by_name(element: Element) -> bool:
    """Whether it is called a title."""
    return element.get("id") == "activity-name" or not _TITLES.isdisjoint(_words(element))


def _first(element: Element, regions: dict[str, str]) -> str:
    return next((regions[word] for word in _words(element) if word in regions), "")


def _words(element: Element) -> list[str]:
    return [word.lower() for word in _WORDS.findall(_names(element))]


def _names(element: Element) -> str:
    return f"{element.get('id', '')} {element.get('class', '')}"[:400]
