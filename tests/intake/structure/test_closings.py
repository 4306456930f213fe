from collections.abc import Callable

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Cell, Look, Paragraph, Role, Table, plain

Only = Callable[..., Article]
BODY = "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事。"


def roles(article: Article) -> list[tuple[str, str]]:
    return [
        (block.role, block.text)
        for block in article.blocks
        if isinstance(block, Paragraph) and block.role is not Role.BODY
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["某县政协办公室", "2026年11月5日"], ["signature", "date"]),
        (["甲  乙", "二〇二六年十一月五日"], ["signature", "date"]),
        (["某县政协办公室　2026年11月5日"], ["signature"]),
        (["某县政协", "XX年XX月XX日"], ["signature", "date"]),
        (["附件：1.书目", "2.日程"], ["attachment", "attachment"]),
        (["附：书目"], ["attachment"]),
        (["注：本表由办公室整理。"], ["note"]),
        (["（此件公开发布）"], ["note"]),
        (["抄送：县委办公室。"], ["note"]),
        (["某县政协办公室2026年11月5日印发"], ["note"]),
        (["图1 读书会现场"], ["caption"]),
        (["表一：书目"], ["caption"]),
        (["图为读书会现场。甲乙 摄"], ["caption"]),
        (["同志们！"], ["salutation"]),
        (["某县政协学习小组"], ["signature"]),
    ],
)
def test_closing_lines_keep_their_roles(lines: list[str], expected: list[str], only: Only) -> None:
    article = only("\n".join(["读书通知", BODY, *lines]))
    assert roles(article) == list(zip(expected, lines, strict=True))


@pytest.mark.parametrize(
    "lines",
    [
        ["此致", "敬礼"],
        ["说明问题要用事实，不能靠想当然。" + BODY],
        ["2026年11月5日，某县政协召开读书会。"],
        ["谢谢大家！"],
        ["山路弯弯入翠微，", "石阶苔滑露沾衣。"],
    ],
)
def test_other_last_lines_are_text(lines: list[str], only: Only) -> None:
    assert roles(only("\n".join(["读书通知", BODY, *lines]))) == []


def test_lines_at_the_right_margin_sign(only_in: Callable[..., Article]) -> None:
    right = Look(right=True)
    article = only_in(
        [plain("读书"), plain(BODY), plain("第三小组全体成员", look=right), plain("冬至", look=right)]
    )
    assert [role for role, _ in roles(article)] == ["signature", "signature"]


def test_tables_pass_as_they_are(only_in: Callable[..., Article]) -> None:
    table = Table(((Cell((plain("1"),)), Cell((plain("作者：甲乙"),))),))
    article = only_in([plain("读书"), plain(BODY), table, plain(BODY)])
    assert isinstance(article.blocks[1], Table)
    assert article.findings == ()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([BODY[:-1]], "没有写完"),
        (["一、选书", BODY, "二、读书"], "下面没有正文"),
        (["一、选书", BODY, "（一） ……"], "只有序号"),
        ([f"{BODY} ……略…… {BODY}"], "略"),
        ([BODY, "……"], "只有"),
        ([f"{BODY}（以下从略）"], "从略"),
        ([BODY, "（未完待续）"], "未完待续"),
        ([BODY, "预览结束"], "预览结束"),
        ([BODY, "还剩3页未读"], "还剩3页未读"),
        ([f"{BODY}他翻开《一条河的"], "没有写完"),
        (["会议要求，全体党员干部应当在每天的工作和学习中时刻"], "没有写完"),
        (["我们走访了许多读书人，他们都是某县政协委员"], "没有写完"),
        ([f"{BODY}他说（这是他自己的话）这件事还要"], "没有写完"),
    ],
)
def test_a_text_that_is_cut_off_is_told_loudly_and_once(lines: list[str], reason: str, only: Only) -> None:
    article = only("\n".join(["读书", BODY, *lines]))
    (error,) = [found for found in article.findings if found.severity is Severity.ERROR]
    assert error.code == "text-incomplete"
    assert reason in error.what


def test_all_reasons_are_in_one_finding(only: Only) -> None:
    article = only(f"读书\n{BODY} ……略…… {BODY}\n（一） ……\n预览结束，获取全文请联系老师")
    (error,) = [found for found in article.findings if found.severity is Severity.ERROR]
    assert all(reason in error.what for reason in ("……略……", "只有序号", "预览结束"))


@pytest.mark.parametrize(
    "lines",
    [
        [BODY, "某县政协办公室", "2026年11月5日"],
        [BODY, "附件：（略）"],
        ["书目：", "1.《山里的路》", "2.《一条河的故事》"],
        ["他说：“书是老师。”"],
        ["读书真好……"],
        ["山路弯弯入翠微", "石阶苔滑露沾衣"],
        ["战略、策略和方略都要学。"],
        [BODY, "责任编辑：甲乙"],
        [BODY, "调研组组长：张某；成员：李某、王某。执笔：赵某"],
        [BODY, "联系人：张某  电话：0000-1234567，请在工作时间来电"],
        [BODY, "某县政协提案委员会主任、县图书馆理事会理事长张某供稿"],
        [BODY, "某县政协副主席、某县总支主委、县中医院院长 张某某"],
        [BODY, "参考文献", "[1]张某.读书的方法[M].某出版社,2020.", "[2]李某.读书的时间[J].某学报,2021(3):12-15"],
        ["《让社区食堂热起来》", "《一盏路灯下的读书人和他们的三年之约》"],
        ["书香润政协，实干惠民生，一路同行向未来（某县某社区）"],
    ],
)
def test_whole_texts_are_not_called_cut_off(lines: list[str], only: Only) -> None:
    article = only("\n".join(["读书", BODY, *lines]))
    assert "text-incomplete" not in {found.code for found in article.findings}
