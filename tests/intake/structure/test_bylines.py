from collections.abc import Callable

import pytest

from shuxiang.intake.document import Article, Paragraph

Only = Callable[..., Article]
BODY = "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事。"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("□ 甲乙", {"author": "甲乙"}),
        ("□甲  乙", {"author": "甲乙"}),
        ("■ 甲乙 丙丁", {"author": "甲乙、丙丁"}),
        ("◎ 甲　乙　丙　丁", {"author": "甲乙、丙丁"}),
        ("□ 某县政协副主席 甲乙", {"author": "甲乙", "post": "某县政协副主席"}),
        ("□ 本报记者 甲乙 通讯员 丙丁", {"author": "甲乙、丙丁"}),
        ("□ 甲乙（某县政协委员）", {"author": "甲乙", "post": "某县政协委员"}),
        ("□ 某县政协办公室", {"author": "某县政协办公室"}),
        ("文/甲乙", {"author": "甲乙"}),
        ("文丨甲乙", {"author": "甲乙"}),
        ("文/甲乙 图/丙丁", {"author": "甲乙"}),
        ("作者：甲乙", {"author": "甲乙"}),
        ("作　者：甲　乙", {"author": "甲乙"}),
        ("撰稿：甲乙、丙丁", {"author": "甲乙、丙丁"}),
        ("本报记者 甲乙", {"author": "甲乙"}),
        ("本报评论员", {"author": "本报评论员"}),
        ("文 | 张某某", {"author": "张某某"}),
        ("张某某/文", {"author": "张某某"}),
        ("（张某某）", {"author": "张某某"}),
        ("张某 李某某 王某", {"author": "张某、李某某、王某"}),
        ("某县政协委员 张某", {"author": "张某", "post": "某县政协委员"}),
        ("张某（某县政协委员）", {"author": "张某", "post": "某县政协委员"}),
        ("作者：张某（某县政协委员）", {"author": "张某", "post": "某县政协委员"}),
        ("作者:张某(某县政协委员)", {"author": "张某", "post": "某县政协委员"}),
        ("主讲人：张某（某县图书馆原馆长）", {"author": "张某", "post": "某县图书馆原馆长"}),
        ("作者单位：某县图书馆  姓名：张某", {"author": "张某", "post": "某县图书馆"}),
        ("By Someone Else", {"author": "Someone Else"}),
        ("来源：某报", {"source": "某报"}),
        ("來源：某報", {"source": "某報"}),
        ("来源:某网  时间:2026-11-05 10:00", {"source": "某网", "date": "2026-11-05"}),
        (
            "2026-11-05 10:00 来源：某网 作者：甲乙 阅读：123",
            {"date": "2026-11-05", "source": "某网", "author": "甲乙"},
        ),
        ("2026年11月5日 来源：某网", {"date": "2026-11-05", "source": "某网"}),
        ("2026年11月5日 星期四 来源：某网", {"date": "2026-11-05", "source": "某网"}),
        ("发布日期：2026年11月5日", {"date": "2026-11-05"}),
        ("发布时间：2026/11/05 【字体：大 中 小】", {"date": "2026-11-05"}),
        ("稿件来源：某县政协", {"source": "某县政协"}),
        ("某县政协主席 甲乙", {"author": "甲乙", "post": "某县政协主席"}),
        ("甲　　乙", {"author": "甲乙"}),
    ],
)
def test_a_line_below_the_title_goes_to_the_header(line: str, fields: dict[str, str], only: Only) -> None:
    article = only(f"静下心来读书\n{line}\n{BODY}")
    assert article.title == "静下心来读书"
    assert article.fields == fields
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == [BODY]
    assert line in [found.set_aside for found in article.findings]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("（作者系某县政协委员）", {"post": "某县政协委员"}),
        ("(作者系某县政协委员)", {"post": "某县政协委员"}),
        ("（作者係某縣政協委員）", {"post": "某縣政協委員"}),
        ("（作者为某县政协委员、某中学教师）", {"post": "某县政协委员、某中学教师"}),
        ("（作者分别系某县政协主席、副主席）", {"post": "某县政协主席、副主席"}),
        ("（作者单位：某县政协）", {"post": "某县政协"}),
        ("（作者：甲乙，系某县政协委员）", {"author": "甲乙", "post": "某县政协委员"}),
        ("（作者：甲乙）", {"author": "甲乙"}),
        ("（甲乙系某县政协委员）", {"author": "甲乙", "post": "某县政协委员"}),
        ("作者单位：某县政协", {"post": "某县政协"}),
        ("（摘自《某报》2026年11月5日）", {"source": "《某报》2026年11月5日", "date": "2026-11-05"}),
        ("（原载《某刊》2026年第3期）", {"source": "《某刊》2026年第3期"}),
        ("来源：某报", {"source": "某报"}),
        ("供稿：某县政协办公室", {"source": "某县政协办公室"}),
        ("责任编辑：甲乙", {}),
        ("编辑：甲乙 审核：丙丁", {}),
        ("浏览次数：123", {}),
    ],
)
def test_a_line_behind_the_text_goes_to_the_header(line: str, fields: dict[str, str], only: Only) -> None:
    article = only(f"静下心来读书\n{BODY}\n{BODY}\n{line}")
    assert article.fields == fields
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == [BODY, BODY]
    assert line in [found.set_aside for found in article.findings]


@pytest.mark.parametrize(
    "bracket", ["（作者系某县政协委员）", "(作者单位:某县政协)", "（摘自《某报》）", "（作者：甲乙）"]
)
def test_a_bracket_of_credits_behind_the_last_sentence_is_parted_from_it(bracket: str, only: Only) -> None:
    article = only(f"静下心来读书\n{BODY}{bracket}")
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == [BODY]
    assert [found.set_aside for found in article.findings] == [bracket]


@pytest.mark.parametrize("line", ["甲乙丙", "某县政协办公室", "某县政协文史委", "某县政协主席甲乙"])
def test_what_may_be_a_byline_stays_and_is_told(line: str, only: Only) -> None:
    article = only(f"静下心来读书\n{line}\n{BODY}")
    (candidate,) = [found for found in article.findings if found.code == "byline-candidate"]
    assert (candidate.proposed, candidate.set_aside, article.fields) == ((line,), "", {})
    assert line in [block.text for block in article.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("opening", "proposed"),
    [
        ("本报讯（记者 甲乙 通讯员 丙丁）", ("甲乙", "丙丁", "本报")),
        ("本报讯 （记者甲乙）", ("甲乙", "本报")),
        ("某某社某地11月5日电（记者甲乙）", ("甲乙", "某某社")),
        ("本报讯 ", ("本报",)),
    ],
)
def test_reporters_in_the_first_sentence_are_candidates(
    opening: str, proposed: tuple[str, ...], only: Only
) -> None:
    article = only(f"某县开展读书活动\n{opening}{BODY}")
    (candidate,) = [found for found in article.findings if found.code == "byline-candidate"]
    assert candidate.proposed == proposed
    assert article.fields == {}


@pytest.mark.parametrize(
    "line",
    [
        "时间：2026年11月5日上午",
        "图片来源：某网",
        "记者节到了",
        "□同意  □不同意",
        "作者在书里写了三件事",
        "作者是一位老师。",
    ],
)
def test_lines_of_the_text_are_no_bylines(line: str, only: Only) -> None:
    article = only(f"静下心来读书\n{BODY}\n{line}\n{BODY}")
    assert article.fields == {}
    assert line in [block.text for block in article.blocks if isinstance(block, Paragraph)]


def test_a_post_and_name_above_the_title_go_to_the_header(only: Only) -> None:
    article = only(f"某县政协委员 张某\n静下心来读书\n{BODY}")
    assert (article.title, article.fields) == ("静下心来读书", {"author": "张某", "post": "某县政协委员"})


@pytest.mark.parametrize("line", ["姓名：张某", "单位：某县图书馆", "电话：0000-1234567"])
def test_a_form_s_question_by_itself_is_no_byline(line: str, only: Only) -> None:
    article = only(f"静下心来读书\n{BODY}\n{line}\n{BODY}")
    assert article.fields == {}


def test_authors_behind_the_points_of_a_list_stay_there(only: Only) -> None:
    article = only(
        "口号征集\n书香润心，实干惠民（作者：张某）\n读好书，办实事（作者：李某）\n一窗灯火一窗书（作者：王某）"
    )
    (candidate,) = article.findings
    assert (article.fields, candidate.code, candidate.proposed) == (
        {},
        "byline-candidate",
        ("张某", "李某", "王某"),
    )
    assert [block.text[-7:] for block in article.blocks if isinstance(block, Paragraph)] == [
        "（作者：张某）",
        "（作者：李某）",
        "（作者：王某）",
    ]


def test_a_byline_glued_to_the_title_is_parted_from_it(only: Only) -> None:
    article = only(f"静下心来读书 □ 甲乙\n{BODY}")
    assert (article.title, article.fields) == ("静下心来读书", {"author": "甲乙"})


def test_a_second_source_that_differs_is_told_and_not_taken(only: Only) -> None:
    article = only(f"静下心来读书\n来源：某报\n{BODY}\n来源：某网")
    (differs,) = [found for found in article.findings if found.code == "byline-differs"]
    assert (article.fields, differs.set_aside) == ({"source": "某报"}, "来源：某网")


def test_of_two_that_agree_the_longer_is_taken(only: Only) -> None:
    article = only(f"静下心来读书\n某县政协委员 甲乙\n{BODY}\n（作者系某县政协委员、某中学教师）")
    assert article.fields["post"] == "某县政协委员、某中学教师"
    assert {found.code for found in article.findings} == {"byline-moved"}


def test_a_name_glued_to_a_day_is_a_candidate(only: Only) -> None:
    article = only(f"静下心来读书\n甲乙2026-11-05 08:00\n{BODY}")
    (candidate,) = article.findings
    assert (article.title, candidate.proposed) == ("静下心来读书", ("甲乙2026-11-05 08:00",))


def test_authors_of_books_in_a_list_are_not_the_author(only: Only) -> None:
    books = "\n".join(f"《某书》\n作者：甲乙\n出版社：某社\n推荐理由：{BODY}" for _ in range(3))
    article = only(f"推荐书目\n{books}")
    assert (article.title, article.fields, article.findings) == ("推荐书目", {}, ())


def test_the_day_below_the_text_is_the_date_when_no_other_is_given(only: Only) -> None:
    closed = f"{BODY}\n某县政协办公室\n二〇二六年十一月五日"
    assert only(f"通知\n{closed}").fields == {"date": "2026-11-05"}
    assert only(f"通知\n（2026年11月1日）\n{closed}").fields == {"date": "2026-11-01"}


@pytest.mark.parametrize("line", ["2026年13月1日", "2026年2月30日"])
def test_a_day_that_does_not_exist_is_no_date(line: str, only: Only) -> None:
    assert only(f"通知\n{BODY}\n{line}").fields == {}
