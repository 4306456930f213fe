from collections.abc import Callable

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Paragraph, Role

Only = Callable[..., Article]
LEAD = (
    "近年来，我们开展了许多读书活动，大家普遍反映收获很大，希望继续办下去，越办越好，越办越有特色，"
    "让更多的人参加进来。下面讲几点意见："
)
SECTION = (
    "每个人都要挤出时间来读书，读了要想，想了要用，用了才算真正读过，各小组都要有人管、有人抓，"
    "年底要有总结，好的经验要及时推广。"
)


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks if isinstance(block, Paragraph)]


def test_a_paragraph_begins_before_each_glued_number(only: Only) -> None:
    sections = [f"{number}、把读书放在心上{SECTION}" for number in "一二三"]
    article = only(f"读书\n{LEAD}{''.join(sections)}")
    assert texts(article) == [LEAD, *sections]
    assert [found.severity for found in article.findings] == [Severity.WARNING] * 3
    assert [found.excerpt[:2] for found in article.findings] == ["一、", "二、", "三、"]


def test_a_heading_ends_where_the_first_point_begins(only: Only) -> None:
    sections = [(f"{number}、把读书放在心上", f"一是{SECTION}二是{SECTION}") for number in "一二"]
    article = only(f"读书\n{LEAD}{''.join(heading + text for heading, text in sections)}")
    assert texts(article) == [LEAD, *(piece for section in sections for piece in section)]
    assert [block.level for block in article.blocks if isinstance(block, Paragraph)] == [0, 2, 0, 2, 0]


def test_a_short_first_sentence_needs_no_warning(only: Only) -> None:
    sections = [f"{number}、要放在心上。{SECTION}" for number in "一二三"]
    article = only(f"读书\n{LEAD}{''.join(sections)}")
    assert texts(article) == [LEAD, *sections]
    assert article.findings == ()


def test_bracketed_numbers_count_anew_in_each_section(only: Only) -> None:
    below = f"（一）要早。{SECTION}（二）要勤。{SECTION}"
    article = only(f"读书\n{LEAD}一、要放在心上。{below}二、要抓在手上。{below}")
    assert [text[:3] for text in texts(article)[1:]] == ["一、要", "（一）", "（二）", "二、要", "（一）", "（二）"]


def test_points_inside_of_sentences_stay_there(only: Only) -> None:
    for points in ("一、选书；二、读书；三、用书。", "一、选书。二、读书。三、用书。", "（一）书；（二）笔。"):
        assert texts(only(f"读书\n{LEAD}{points}{SECTION}{SECTION}"))[0].startswith(LEAD + points)


def test_a_title_that_a_viewer_names_is_parted_from_the_text(only: Only) -> None:
    viewer = (
        "《读书的几点体会.docx》由会员分享，可在线阅读，更多相关《读书的几点体会.docx（3页）》请在某文库上搜索。"
    )
    article = only(f"{viewer}\n读书的几点体会{SECTION}")
    assert (article.title, texts(article)) == ("读书的几点体会", [SECTION])


def test_a_title_that_the_file_name_gives_is_parted_from_the_text(only: Only) -> None:
    article = only(f"读书的几点体会{SECTION}", "3.读书的几点体会(终稿).docx")
    assert (article.title, texts(article)) == ("读书的几点体会", [SECTION])


def test_a_longer_title_that_begins_like_the_file_s_name_is_left_whole(only: Only) -> None:
    article = only(f"社情民意信息\n{SECTION}", "社情民意.docx")
    assert article.title == "社情民意信息"
    assert only(f"委员荐书 | 读书的三重境界\n{SECTION}", "委员荐书.html").title == "委员荐书 | 读书的三重境界"


def test_a_name_that_the_text_does_not_begin_with_parts_nothing(only: Only) -> None:
    article = only(f"体会很多。{SECTION}", "读书的几点体会.docx")
    assert article.title == ""
    assert all(block.role is Role.BODY for block in article.blocks if isinstance(block, Paragraph))
