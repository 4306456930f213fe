from collections.abc import Callable

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Document, Look, Paragraph, Span, Table, plain
from shuxiang.intake.findings import Place

Only = Callable[..., Article]
WHOLE = "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事。"
OPEN = "街上的人少了，只有图书室的灯还亮着，灯下坐着几个读书的人，他们翻书的声音很轻，窗外的风"


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OPEN, "也很轻，谁也不肯先合上书离开这盏灯。"),
        ("他先把老花镜擦干净，再从布包里取出《一条河的故", "事》和笔记本，一页一页地读下去。"),
        ("他说，读书有三个好处，第一个好处是（这是他自己的", "说法）心静，第二个好处是眼明。"),
        ("他说：“夜里读书最好，没有人打扰，读到哪里", "算哪里。”说完他就笑了。"),
        ("图书室里有翻书的声音、有人走动的声音，", "反倒读得进去。"),
        ("这里有翻书的声音、有人走动的声音，还有倒水的声音", "，听着很安静。"),
        ("会上听取了三个单位的汇报，讨论了下一年的读书计划，并就经费、场地、人员等", "问题作出了安排。"),
    ],
)
def test_a_sentence_that_the_layout_cut_is_joined_and_told(before: str, after: str, only: Only) -> None:
    article = only(f"读书\n{WHOLE}\n{before}\n\n{after}\n{WHOLE}")
    assert texts(article) == [WHOLE, before + after, WHOLE]
    (seam,) = article.findings
    assert (seam.code, seam.place) == ("sentence-joined", Place(number=5))
    assert before[-10:] in seam.what
    assert after[:10] in seam.what


@pytest.mark.parametrize(
    "after",
    [
        "一、选书",
        "（二）读书要慢。" + WHOLE,
        "一是选好书，" + WHOLE,
        "第二条 图书馆应当每周开放。",
        "（作者系某县政协委员）",
        "某县政协办公室",
        "2026年11月5日",
        "附件：书目",
        "图1 读书会",
        "同志们：",
        "问：读什么书？",
        "书从哪里来",
    ],
)
def test_what_begins_a_line_of_its_own_is_never_joined(after: str, only: Only) -> None:
    article = only(f"读书\n{WHOLE}\n{OPEN}\n{after}\n{WHOLE}")
    assert not [text for text in texts(article) if text.startswith(OPEN) and text != OPEN]
    assert "sentence-joined" not in {found.code for found in article.findings}


def test_running_text_that_breaks_off_is_told(only: Only) -> None:
    article = only(f"读书\n{WHOLE}\n{OPEN}\n一、选书\n{WHOLE}")
    assert [found.severity for found in article.findings if found.code == "sentence-open"] == [Severity.WARNING]


@pytest.mark.parametrize(
    "lines",
    [
        ["山路弯弯入翠微，", "石阶苔滑露沾衣。"],
        ["春天来了", "花儿开了"],
        [WHOLE, WHOLE],
        ["他说：", "“书是老师。”"],
        ["要求如下：", "按时参加读书会，认真做好读书笔记，每月交流一次读书的心得体会。"],
        ["他读了《山里的路》《一条河的故事》两本书", "又写了两篇心得。"],
    ],
)
def test_lines_that_are_whole_stay_apart(lines: list[str], only: Only) -> None:
    assert texts(only("\n".join(["读书", WHOLE, *lines])))[1:] == lines


def test_a_title_is_not_the_head_of_the_first_sentence(only: Only) -> None:
    title = "关于在全县各界别小组中深入开展周学一文月讲一题季读一书年撰一稿读书活动的实施意见"
    assert only(f"{title}\n{WHOLE}").title == title


def test_joined_parts_keep_their_looks(only_in: Callable[..., Article]) -> None:
    first = Paragraph((Span("他读的是《一条河的"), Span("故", strong=True)))
    second = Paragraph((Span("事", strong=True), Span("》，读得很慢。")))
    article = only_in([plain("读书"), plain(WHOLE), first, second])
    joined = article.blocks[-1]
    assert isinstance(joined, Paragraph)
    assert joined.spans == (Span("他读的是《一条河的"), Span("故事", strong=True), Span("》，读得很慢。"))


def test_sentences_are_not_joined_across_tables(only_in: Callable[..., Article]) -> None:
    article = only_in([plain("读书"), plain(WHOLE), plain(OPEN), Table(()), plain("也很轻，谁也不肯先走。")])
    assert texts(article)[-2:] == [OPEN, "也很轻，谁也不肯先走。"]


def test_a_text_without_marks_is_left_in_its_lines(only: Only) -> None:
    lines = [
        f"{number}月里我们走过一个又一个村子看过一块又一块田地问过一户又一户人家记下{'一本又' * count}一本笔记"
        for count, number in enumerate("二三四五六", 1)
    ]
    assert texts(only("\n".join(["走村", *lines]))) == lines


WRAPPED = """\
　　今年入冬以来，气温比往年偏低，群众对供暖的要求更高了。我
们走访了十个小区，听取了三十多位居民的意见，现将情况和建议整
理如下。
　　一是老旧小区管道保温差，末端的住户温度上不去，早晚尤其明
显，有的老人只好白天到活动室里坐着。
　　二是报修电话常常占线，打通以后也要等两三天，有的小区一个
月停暖四次。
"""


@pytest.mark.parametrize("indent", ["　　", ""])
def test_lines_cut_at_one_width_become_paragraphs(indent: str, only: Only) -> None:
    article = only("供暖的建议\n\n" + WRAPPED.replace("　　", indent))
    assert [text[:4] for text in texts(article)] == ["今年入冬", "一是老旧", "二是报修"]
    assert [found.code for found in article.findings] == ["lines-joined"]


ENGLISH = """\
Reading together
Reading is a long journey, and a good companion makes it
shorter. We read one article a week, and one book in each
quarter of the year, and we talk about what we have read,
over a cup of tea, in the evening, when the work is done.
Nobody counts the pages.
"""


def test_wrapped_english_gets_its_spaces_back(only: Only) -> None:
    assert "makes it shorter. We read" in texts(only(ENGLISH))[0]


def test_paragraphs_of_a_document_are_not_taken_for_wrapped_lines(only_in: Callable[..., Article]) -> None:
    same = [plain(f"{letter}" + WHOLE[1:], look=Look(indented=True)) for letter in "甲乙丙丁戊"]
    assert len(only_in([plain("读书"), *same]).blocks) == 5


def test_a_page_s_end_lets_shorter_signs_do(found_in: Callable[..., tuple[Article, ...]]) -> None:
    before = "会议讨论了三件事，第一件是经费，第二件是场地；"
    blocks = [
        *(plain("会议纪要", Place(1, 1)), plain(WHOLE, Place(1, 2))),
        *(plain(before, Place(1, 3)), plain("第三件是人员，都定了下来。", Place(2, 1))),
    ]
    (article,) = found_in(Document(tuple(blocks), "".join(block.text for block in blocks)))
    assert texts(article)[-1] == before + "第三件是人员，都定了下来。"
    assert article.findings[0].place == Place(2, 1)
