from collections.abc import Callable

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Paragraph

Only = Callable[..., Article]
BODY = "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事。"


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("《读书.docx》由会员分享，可在线阅读，更多相关《读书.docx（3页）》请在某文库上搜索。", "web-viewer"),
        ("点击下载", "web-viewer"),
        ("全文共12页", "web-viewer"),
        ("下载文档", "web-viewer"),
        ("关于读书的意见.docx", "web-viewer"),
        ("展开全文 ↓", "web-viewer"),
        ("本文档由网友上传，仅供参考，如有侵权请联系删除", "web-viewer"),
        ("预览结束，获取全文请联系老师", "web-preview"),
        ("还剩5页未读，继续阅读", "web-preview"),
        ("此处隐藏1234字", "web-preview"),
        ("（以下内容已隐藏）", "web-preview"),
        ("開通VIP，免費閱讀全文", "web-preview"),
        ("开通会员即可查看全文", "web-preview"),
        ("登录后阅读全文", "web-preview"),
        ("专业代写各类讲话稿，加微信abc12345", "web-advert"),
        ("定制此类文章请联系老师", "web-advert"),
        ("长按识别二维码关注我们", "web-advert"),
        ("【字体：大 中 小】 【打印本页】 【关闭窗口】", "web-buttons"),
        ("分享到：微信 微博 QQ空间", "web-buttons"),
        ("打印 | 关闭", "web-buttons"),
        ("收藏 点赞 在看 123", "web-buttons"),
        ("上一篇：某县开展读书活动", "web-navigation"),
        ("下一条: 没有了", "web-navigation"),
        ("当前位置：首页 > 新闻 > 正文", "web-navigation"),
        ("首页 > 读书", "web-navigation"),
        ("版权所有：某县政协办公室", "web-copyright"),
        ("Copyright © 2026 某网", "web-copyright"),
        ("某ICP备12345678号-1", "web-copyright"),
        ("免责声明：本站内容来自网络", "web-copyright"),
        ("未经授权，不得转载", "web-copyright"),
    ],
)
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_furniture_is_set_aside_and_named(line: str, code: str, above: bool, only: Only) -> None:  # noqa: FBT001  # a case of the table
    article = only(f"{line}\n静下心来读书\n{BODY}" if above else f"静下心来读书\n{BODY}\n{line}")
    (aside,) = [found for found in article.findings if found.set_aside]
    assert (aside.code, aside.severity, aside.set_aside) == (code, Severity.NOTE, line)
    assert (article.title, texts(article)) == ("静下心来读书", [BODY])


@pytest.mark.parametrize(
    "line",
    [
        "大家扫码就能看到全部的议题，会前请认真阅读。",
        "要推动解决代写论文的问题，联系实际，抓出成效。",
        "会员单位要按时报送材料。",
        "这本书可以在线阅读，也可以到图书室借阅。",
        "分享读书的快乐，收藏读书的时光。",
        "下一篇文章我们读《山里的路》。",
        "版权保护工作取得新进展。",
        "以下内容请大家讨论。",
        "免费阅读活动为期一个月。",
        "主办单位：某县政协",
        "第一，点赞身边的读书人。",
        "未经许可，任何人不得擅自涂改图书。",
        "微信群里每天都有人打卡，大家互相鼓励。",
    ],
)
def test_sentences_about_such_things_are_text(line: str, only: Only) -> None:
    article = only(f"静下心来读书\n{BODY}\n{line}\n{BODY}")
    assert line in texts(article)
    assert not [found for found in article.findings if found.set_aside]


def test_a_gap_inside_of_a_paragraph_is_kept_open_by_dots(only: Only) -> None:
    article = only(f"静下心来读书\n读书的好处很多，（此处隐藏1580字，开通VIP查看）大家都说好。\n{BODY}")
    assert texts(article)[0] == "读书的好处很多，……大家都说好。"
    assert {found.code for found in article.findings} == {"web-preview", "text-incomplete"}


def test_dots_for_a_gap_are_told_and_none_are_added_where_some_stand(only: Only) -> None:
    told = only(f"静下心来读书\n读书的好处很多，（此处隐藏1580字）大家都说好。\n{BODY}").findings
    assert [found.what for found in told if found.code == "web-preview"] == [
        "这是“全文未显示”的提示，不是正文，已移出，原处留“……”。"
    ]
    dotted = only(f"静下心来读书\n读书的好处很多……（此处省略200字）大家都说好。\n{BODY}")
    assert texts(dotted)[0] == "读书的好处很多……大家都说好。"
    assert not [found for found in dotted.findings if "原处留" in found.what]


def test_what_ends_a_page_of_a_message_account_is_set_aside(only: Only) -> None:
    lines = [
        "往期推荐",
        "委员风采，他把课堂搬到田头，一搬就是十年，搬出一片书香",
        "点“在看”，让更多人看到",
        "分享给更多朋友",
    ]
    article = only("\n".join(["静下心来读书", BODY, *lines]))
    assert texts(article) == [BODY]


def test_a_class_that_is_found_often_is_told_once(only: Only) -> None:
    article = only("静下心来读书\n" + f"{BODY}\n打印 关闭\n" * 30)
    (aside,) = article.findings
    assert aside.set_aside.count("打印 关闭") == 30
    assert "30 处" in aside.what


def test_titles_of_other_pages_below_a_page_go_with_their_heading(only: Only) -> None:
    article = only(f"静下心来读书\n{BODY}\n相关阅读\n某县开展读书活动\n某校举办读书会")
    assert texts(article) == [BODY]
