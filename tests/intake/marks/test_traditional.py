from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mended_letters import taken_and_put
from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Cell, Paragraph, Picture, Span, Table, paragraphs, plain
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.marks.traditional import script_findings, simplified

Made = Callable[[str], Article]
MARK = "這裡寫著我們會議討論的問題，學習與實踐。"
"""Enough Traditional text for an article to be Traditional."""


def text(article: Article) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(article.blocks))


def result(words: str, made: Made) -> str:
    return text(simplified(made(f"{MARK}\n{words}"))).split("\n")[1]


def codes(article: Article) -> list[str]:
    return [finding.code for finding in script_findings(article)]


@pytest.mark.parametrize(
    ("traditional", "in_simplified"),
    [
        ("乾坤、乾隆，乾燥、餅乾", "乾坤、乾隆，干燥、饼干"),
        ("著作、著名、編著、名著、顯著、原著", "著作、著名、编著、名著、显著、原著"),
        ("看著、隨著、沿著、著手、執著、意味著", "看着、随着、沿着、着手、执着、意味着"),
        ("看著名單，看著作業", "看着名单，看着作业"),
        ("裏面、裡面、公里", "里面、里面、公里"),
        ("皇后、以後", "皇后、以后"),
        ("頭髮、發展", "头发、发展"),
        ("臺灣、颱風、台北", "台湾、台风、台北"),
        ("徵求、象徵，宮商角徵羽，長征", "征求、象征，宫商角徵羽，长征"),
        ("鬱金香、餘地、干部、幹部、天干", "郁金香、余地、干部、干部、天干"),
        ("憑藉、狼藉、瞭解、瞭望", "凭借、狼藉、了解、瞭望"),
        ("軟體、資訊、網路", "软体、资讯、网路"),
        ("衞生、綫上、羣眾、爲何、啟發", "卫生、线上、群众、为何、启发"),
        ("「四強化」", "「四强化」"),
    ],
)
def test_text_is_converted_by_phrase(traditional: str, in_simplified: str, article: Made) -> None:
    assert result(traditional, article) == in_simplified


def test_a_text_that_writes_the_particle_itself_means_zhu_by_zhu(article: Made) -> None:
    assert result("他看着書，某某著，論著", article) == "他看着书，某某著，论著"


def test_traditional_text_is_recognised(article: Made) -> None:
    (finding,) = script_findings(article(MARK * 3))

    assert finding.code == "script-traditional"
    assert "--simplified" in finding.fix


@pytest.mark.parametrize(
    ("words", "said"),
    [("裡面說明線上衛生", "台湾"), ("裏面説明綫上衞生", "香港"), ("學習", "")],
)
def test_whose_forms_they_look_like_is_said_only_when_it_is_clear(words: str, said: str, article: Made) -> None:
    (finding,) = script_findings(article(f"學習與實踐，國會討論。{words}"))

    assert [place for place in ("台湾", "香港") if place in finding.what] == ([said] if said else [])


@pytest.mark.parametrize(
    "words",
    [
        "显著提升，乾隆年间，瞭望，狼藉，五音之徵，拚搏，哪吒。",
        "“國”字和“国”字，‘發’，（學）。",
        "図書館で本を読むことは、とても楽しい。國會",
        "English only",
        "",
    ],
)
def test_simplified_and_other_text_is_neither_told_nor_changed(words: str, article: Made) -> None:
    made = article(words)

    assert codes(made) == []
    assert simplified(made) == made


def test_a_few_stray_characters_are_a_note_with_the_others_proposed(article: Made) -> None:
    (finding,) = script_findings(article("我们认真学习，这里有一个問題。" + "国家发展，认真学习。" * 30))

    assert (finding.code, finding.severity) == ("traditional-character", Severity.NOTE)
    assert finding.place == Place(number=1)
    assert "这里有一个问题。" in finding.proposed[0]


def test_many_stray_characters_are_a_mixed_text_with_every_place(article: Made) -> None:
    whole, *places = script_findings(article("我们认真学习，国家发展。\n這裡討論。\n会议开得好。\n學習實踐。"))

    assert whole.code == "script-mixed"
    assert [(place.place.number, place.severity) for place in places] == [(2, "warning"), (4, "warning")]


def test_strays_in_traditional_text_are_told_too(article: Made) -> None:
    found = codes(article(MARK * 3 + "国"))

    assert found == ["script-traditional", "simplified-character"]


def test_a_quoted_character_stays_as_it_is_in_a_simplified_text(article: Made) -> None:
    assert (
        text(simplified(article("大家认真学习“國”字的写法，這很重要。"))) == "大家认真学习“國”字的写法，这很重要。"
    )


def test_spans_keep_their_look_when_a_phrase_runs_over_their_border() -> None:
    spans = (Span("這是宮商角", strong=True), Span("徵羽，頭"), Span("", note="1"), Span("髮", emphasis=True))

    (paragraph,) = paragraphs(simplified(Article("", (Paragraph(spans),))).blocks)

    assert paragraph.spans == (
        Span("这是宫商角", strong=True),
        Span("徵羽，头"),
        Span("", note="1"),
        Span("发", emphasis=True),
    )


def test_title_fields_tables_notes_and_pictures_are_converted_and_addresses_are_not() -> None:
    before = Article(
        "讀書",
        (Table(((Cell((plain("學習"),)),),)), Paragraph((Span("網址", href="http://a.b/學"),))),
        {"author": "張三"},
        {"1": (plain("註釋"),)},
        (Picture("1.png", b"", "圖書館"),),
    )

    after = simplified(before)

    assert (after.title, text(after), after.fields) == ("读书", "学习\n网址", {"author": "张三"})
    assert after.notes == {"1": (plain("注释"),)}
    assert after.pictures[0].alt == "图书馆"
    assert [span.href for span in list(paragraphs(after.blocks))[1].spans] == ["http://a.b/學"]


def test_what_was_changed_is_counted_and_what_is_ambiguous_shown(article: Made) -> None:
    after = simplified(article("學習著作，看著軟體。"))

    by_code = {finding.code: finding for finding in after.findings}
    assert by_code["simplified"].what == "已把繁体字转成简体字，改了 5 个字。没有换用别的词。"
    assert by_code["simplified"].before == "學習著軟體"
    assert by_code["simplified"].after == "学习着软体"
    assert "“著”有 2 处" in by_code["simplified-ambiguous"].what
    assert "软体（软件）" in by_code["simplified-vocabulary"].what


def test_converting_twice_is_converting_once(article: Made) -> None:
    once = simplified(article(f"# 讀書\n{MARK}\n乾坤乾燥，著作看著。"))

    assert simplified(once) == once


@given(
    st.lists(
        st.sampled_from([*"學國这著着乾徵後髮，「\x00\ud800\ufffd", "宮商角徵羽", "http://a.b/c", "皇后"])
    ).map("".join)
)
def test_any_text_keeps_its_length_and_its_account(words: str) -> None:
    before = Article("", (plain(words),))

    after = simplified(before)

    taken, put = taken_and_put(after.findings)
    assert len(text(after)) == len(words)
    assert Counter(words) + put == Counter(text(after)) + taken


def test_findings_of_before_stay(article: Made) -> None:
    known = Finding(Place(number=1), "some-code", "说明。")
    made = article(MARK)

    after = simplified(Article(made.title, made.blocks, findings=(known,)))

    assert after.findings[0] == known


@pytest.mark.parametrize("words", [MARK, f"{MARK}国", "我们认真学习，国家发展。\n這裡討論，學習實踐。"])
def test_what_was_said_about_the_script_is_settled_by_the_conversion(words: str, article: Made) -> None:
    made = article(words)
    known = replace(made, findings=script_findings(made))

    after = simplified(known)

    assert known.findings
    assert not [finding for finding in after.findings if finding in known.findings]
    assert not script_findings(after)


def test_excerpts_are_those_of_the_article_as_it_was_received(article: Made) -> None:
    received = article("學習,看著書。")

    after = simplified(article("學習，看著書。"), received)

    (ambiguous,) = (finding for finding in after.findings if finding.code == "simplified-ambiguous")
    assert ambiguous.excerpt == "學習,看著書。"
