from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mended_letters import taken_and_put
from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Cell, Paragraph, Span, Table, paragraphs, plain
from shuxiang.intake.findings import WHOLE, Finding, Place
from shuxiang.intake.marks.marking import marks
from shuxiang.intake.marks.mending import CLASSES, mended

Made = Callable[[str], Article]
ALL = frozenset({"all"})

LETTERS = "甲的一A1,.:;?!()\"'“”‘’「」『』、，。；：？！（）《》…—-─１Ａ．⼀⻓﹐︵○二\n"
INVISIBLE = " \u3000\u00a0\u200b\u202e\ufeff\u200d\ufe0f"
WORDS = [
    "...",
    "。。。",
    "···",
    "--",
    "——",
    "GDP",
    "3.5",
    "1,000",
    "http://a.b/c?d=1,e",
    "a@b.cn",
    "`",
    "&nbsp;",
    "X",
]
PIECES = [*LETTERS, *INVISIBLE, *WORDS]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
SPANS = st.builds(
    Span,
    TEXTS,
    strong=st.booleans(),
    href=st.sampled_from(["", "http://a.b/c,d"]),
    note=st.sampled_from(["", "1"]),
    generated=st.sampled_from([False, False, False, True]),
)
PARAGRAPHS = st.builds(
    Paragraph, st.lists(SPANS, max_size=4).map(tuple), st.builds(Place, number=st.integers(1, 9))
)
TABLES = st.lists(PARAGRAPHS, max_size=2).map(lambda cell: Table(((Cell(tuple(cell)),),)))
ARTICLES = st.builds(
    Article,
    TEXTS,
    st.lists(PARAGRAPHS | TABLES, max_size=4).map(tuple),
    fields=st.dictionaries(st.just("source"), TEXTS),
    notes=st.dictionaries(st.just("1"), st.lists(PARAGRAPHS, max_size=2).map(tuple)),
)
CLASS_SETS = st.frozensets(st.sampled_from(sorted(CLASSES)))


def marked(article: Article) -> Article:
    return replace(article, findings=marks(article))


def text(article: Article) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(article.blocks))


def letters(article: Article) -> Counter[str]:
    notes = (paragraph for note in article.notes.values() for paragraph in note)
    written = (
        span.text for each in (*paragraphs(article.blocks), *notes) for span in each.spans if not span.generated
    )
    texts: Iterable[str] = (article.title, *article.fields.values(), *written)
    return Counter(letter for each in texts for letter in each if not letter.isspace())


@pytest.mark.parametrize(
    ("classes", "before", "after"),
    [
        ("punctuation", "今天,我们(一起)开会:好吗?好!", "今天，我们（一起）开会：好吗？好！"),
        (
            "punctuation",
            "GDP(国内生产总值),共1,000册;10:30到.",
            "GDP（国内生产总值），共1,000册；10:30到。",
        ),
        ("punctuation", "He said: yes, it is (really) so.", "He said: yes, it is (really) so."),
        ("punctuation", "见 http://a.b/c?d=1,e;f,再看f(x)", "见 http://a.b/c?d=1,e;f，再看f(x)"),
        ("doubled", "好，，不好。。落实、、县委", "好，不好。落实、、县委"),
        ("quotes", '说"好"，又说"不好"，it\'s', "说“好”，又说“不好”，it's"),
        ("quotes", '说"好，还没完', '说"好，还没完'),
        ("quotes", '说“好"，又说"不好”', "说“好”，又说“不好”"),
        ("corner-quotes", "「他说『好』」", "“他说‘好’”"),
        ("ellipsis", "说...好。。。了…也好……好", "说……好……了……也好……好"),
        ("dashes", "读书--好－－的，北京—上海，3-5个", "读书——好——的，北京—上海，3-5个"),
        ("spaces", "　　大家一起来 读书 学习，好 。 ", "大家一起来读书学习，好。"),
        ("digits", "共１２册，用ＡＢ两种", "共12册，用AB两种"),
        ("invisible", "政\u200b协\ufeff委\u202e员", "政协委员"),
        ("forms", "⼀次⻓谈﹐二○二六年", "一次长谈，二〇二六年"),
        ("all", "今天,,我们\u200b--说...「好」", "今天，我们——说……「好」"),
    ],
)
def test_a_class_mends_what_it_says_and_nothing_else(classes: str, before: str, after: str, article: Made) -> None:
    assert text(mended(marked(article(before)), frozenset({classes}))) == after


def test_nothing_is_mended_unasked(article: Made) -> None:
    known = marked(article("今天,我们开会"))

    assert mended(known, frozenset()) is known
    assert mended(known, frozenset({"spaces"})) is known


def test_a_mend_is_told_with_its_letters_and_takes_the_place_of_its_finding(article: Made) -> None:
    (made,) = mended(marked(article("今天,开会:读书")), ALL).findings

    assert made == Finding(
        Place(number=1),
        "mended-punctuation",
        "已按要求把汉字之间的半角标点改成全角，共 2 处：“今天,开会:读书”改为“今天，开会：读书”。",
        severity=Severity.NOTE,
        excerpt="今天,开会:读书",
        before=", :",
        after="， ：",
    )


def test_other_findings_stay_as_they_are(article: Made) -> None:
    known = marked(article("今天,XX同志来了"))

    after = mended(known, ALL)

    assert [finding.code for finding in after.findings] == ["blank-crosses", "mended-punctuation"]
    assert after.findings[0] in known.findings


def test_what_only_comes_to_light_by_a_mend_is_told(article: Made) -> None:
    after = mended(marked(article("大家的\u200b的意见")), frozenset({"invisible"}))

    assert [finding.code for finding in after.findings] == ["mended-invisible", "doubled-character"]


def test_what_comes_to_light_is_told_although_other_lines_had_the_same(article: Made) -> None:
    after = mended(
        marked(article("\n".join(["大家的的意见"] * 4 + ["我们的\u200b的意见"]))), frozenset({"invisible"})
    )

    (new,) = (
        finding for finding in after.findings if finding.code == "doubled-character" and finding.place != WHOLE
    )
    assert (new.place.number, new.excerpt) == (5, "的意见")


def test_title_fields_tables_and_notes_are_mended_too() -> None:
    wrong, right = plain("一,二,三"), plain("一，二，三")
    before = Article("读书:好", (Table(((Cell((wrong,)),),)),), {"source": "报:某版"}, {"1": (wrong,)})

    after = mended(before, ALL)

    assert (after.title, after.fields) == ("读书：好", {"source": "报：某版"})
    assert (after.blocks, after.notes) == ((Table(((Cell((right,)),),)),), {"1": (right,)})


def test_a_mend_across_two_spans_leaves_their_look_and_the_note_between_them() -> None:
    spans = (Span("读书-", strong=True), Span("", note="1"), Span("-好,", href="http://a.b/c,d"), Span("真,的"))

    (paragraph,) = paragraphs(mended(Article("", (Paragraph(spans),)), ALL).blocks)

    assert paragraph.spans == (
        Span("读书—", strong=True),
        Span("", note="1"),
        Span("—好，", href="http://a.b/c,d"),
        Span("真，的"),
    )


def test_a_span_that_loses_all_its_letters_goes() -> None:
    spans = (Span("读书，"), Span("，", strong=True), Span("好"))

    (paragraph,) = paragraphs(mended(Article("", (Paragraph(spans),)), ALL).blocks)

    assert paragraph.spans == (Span("读书，"), Span("好"))


def test_generated_numbers_are_left_alone() -> None:
    spans = (Span("(1)", generated=True), Span("第一,好"))

    (paragraph,) = paragraphs(mended(Article("", (Paragraph(spans),)), ALL).blocks)

    assert paragraph.text == "(1)第一，好"


def test_every_class_says_in_chinese_what_it_does() -> None:
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in says) for says in CLASSES.values())


@given(ARTICLES, CLASS_SETS)
def test_what_came_and_what_was_put_in_less_what_was_taken_out_is_what_is_there(
    article: Article, classes: frozenset[str]
) -> None:
    after = mended(marked(article), classes)

    taken, put = taken_and_put(after.findings)
    assert letters(article) + put == letters(after) + taken


@given(ARTICLES, CLASS_SETS)
def test_mending_twice_is_mending_once(article: Article, classes: frozenset[str]) -> None:
    once = mended(marked(article), classes)

    assert mended(once, classes) == once


@given(ARTICLES, CLASS_SETS)
def test_what_was_mended_is_no_longer_found(article: Article, classes: frozenset[str]) -> None:
    wanted = classes | (CLASSES.keys() - {"corner-quotes"} if "all" in classes else set())
    after = mended(marked(article), classes)

    assert not [finding for finding in (*after.findings, *marks(after)) if finding.mend in wanted]


@given(ARTICLES, CLASS_SETS)
def test_addresses_notes_and_generated_text_are_never_touched(article: Article, classes: frozenset[str]) -> None:
    def kept(each: Article) -> list[tuple[str, str, str]]:
        spans = [span for paragraph in paragraphs(each.blocks) for span in paragraph.spans]
        return [(span.href, span.note, span.text * span.generated) for span in spans if span.note or span.generated]

    after = mended(marked(article), classes)

    assert kept(after) == kept(article)
    assert text(after).count("http://a.b/c?d=1,e") >= text(article).count("http://a.b/c?d=1,e")


def test_the_whole_document_as_a_place_does_not_hide_new_findings(article: Made) -> None:
    commas = "\n".join(["今天,开会。"] * 5)

    after = mended(marked(article(commas)), ALL)

    assert {finding.code for finding in after.findings} == {"mended-punctuation"}


def test_mends_in_many_lines_are_one_finding_with_all_their_letters(article: Made) -> None:
    (made,) = mended(marked(article("\n".join(["今天,开会。"] * 5))), ALL).findings

    assert made.place == WHOLE
    assert made.what == (
        "已按要求把汉字之间的半角标点改成全角，全文共 5 处（第1至5行），例如“今天,开会。”改为“今天，开会。”。"
    )
    assert (made.before, made.after) == (", , , , ,", "， ， ， ， ，")


def test_excerpts_are_those_of_the_original_although_another_mend_came_first(article: Made) -> None:
    after = mended(marked(article("⺠主协商，共１２项\n大家的\u200b的意见")), ALL)

    excerpts = {finding.code: finding.excerpt for finding in after.findings}
    assert excerpts["mended-digits"] == "⺠主协商，共１２项"
    assert excerpts["doubled-character"] == "的意见"


@given(ARTICLES, CLASS_SETS)
def test_every_excerpt_stands_in_the_article_as_it_came(article: Article, classes: frozenset[str]) -> None:
    notes = (paragraph for note in article.notes.values() for paragraph in note)
    texts = [each.text for each in (*paragraphs(article.blocks), *notes)]
    came = "\n".join([article.title, *article.fields.values(), *texts])

    after = mended(marked(article), classes)

    assert all(finding.excerpt in came for finding in after.findings)


@given(ARTICLES, CLASS_SETS)
def test_nothing_that_a_mend_brings_to_light_is_left_untold(article: Article, classes: frozenset[str]) -> None:
    after = mended(marked(article), classes)

    told = {finding.code for finding in after.findings}
    assert {finding.code for finding in marks(after)} <= told


def test_a_clean_article_is_given_back_as_it_is(article: Made) -> None:
    known = marked(article("今天，我们开会。"))

    assert mended(known, ALL) is known
