import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Document, plain
from shuxiang.intake.findings import Place
from shuxiang.intake.readers.encoding import decoded, encoding_findings
from shuxiang.intake.readers.misread import misread_findings

SIMPLIFIED = "各位委员要认真学习会议精神，围绕中心工作深入调研。"
TRADITIONAL = "各位委員要認真學習會議精神，圍繞中心工作深入調研。"
SHORT = "会议通知"
MIXED = "GDP 增长 5.5%，App 注册 1200 人"
KANA = "店名“カラオケ”要写成中文"


@pytest.mark.parametrize("text", [SIMPLIFIED, SHORT, MIXED, KANA])
@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "UTF-8"), ("gb18030", "GB18030"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
)
def test_simplified_text_is_read_in_whatever_encoding_it_is(text: str, codec: str, name: str) -> None:
    found = decoded(text.encode(codec))

    assert (found.text, found.encoding, found.sure) == (text, name, True)


@pytest.mark.parametrize("text", [TRADITIONAL, "會議通知", "App 註冊 1200 人，時間未定", "佢哋話呢個方案好好嘅"])
@pytest.mark.parametrize(("codec", "name"), [("big5hkscs", "Big5"), ("gb18030", "GB18030"), ("utf-8", "UTF-8")])
def test_traditional_text_is_read_in_whatever_encoding_it_is(text: str, codec: str, name: str) -> None:
    found = decoded(text.encode(codec))

    assert (found.text, found.encoding) == (text, name)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    assert decoded("囧".encode(codec)).text == "囧"


def test_english_is_utf8_and_needs_no_word() -> None:
    found = decoded(b"Minutes of the meeting\n")

    assert (found.encoding, encoding_findings(found)) == ("UTF-8", ())


def test_ascii_in_utf16_is_known_by_its_nul_bytes() -> None:
    assert decoded("Minutes\r\n".encode("utf-16-le")).text == "Minutes\r\n"


def test_a_conversion_is_told_as_a_note() -> None:
    (finding,) = encoding_findings(decoded(SIMPLIFIED.encode("gbk")))

    assert finding.severity is Severity.NOTE
    assert finding.what == "文件是 GB18030 编码，已转成 UTF-8。"


def test_rare_characters_only_are_told_as_unsure() -> None:
    (finding,) = encoding_findings(decoded("龘靐齉爩麤灪龖厵滟驫".encode("gb18030")))

    assert (finding.code, finding.severity) == ("encoding-unsure", Severity.WARNING)


def test_a_page_s_own_word_decides_between_like_readings() -> None:
    data = "囧".encode("big5hkscs")

    assert decoded(data, declared="Big5").text == "囧"


def test_a_page_s_own_word_does_not_turn_text_into_nonsense() -> None:
    assert decoded(SIMPLIFIED.encode(), declared="gb2312").text == SIMPLIFIED


def test_a_half_character_in_the_middle_is_told_with_its_line() -> None:
    data = f"{SIMPLIFIED}\n".encode("gb18030") + b"\x81\n" + SIMPLIFIED.encode("gb18030")
    found = decoded(data)

    assert found.text == f"{SIMPLIFIED}\n\ufffd\n{SIMPLIFIED}"
    damage = encoding_findings(found)[-1]
    assert (damage.place, damage.severity) == (Place(number=2), Severity.ERROR)
    assert "（十六进制 81）" in damage.what


def test_damage_on_a_hundred_lines_is_told_once_at_the_end() -> None:
    data = b"".join(SIMPLIFIED.encode() + b"\xff\n" for _ in range(100))
    findings = encoding_findings(decoded(data))

    assert len(findings) == 21
    assert "另有 80 行" in findings[-1].what


@given(
    st.text(
        alphabet="的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学，。",
        min_size=4,
    )
)
def test_common_characters_are_read_in_gb18030(text: str) -> None:
    assert decoded(text.encode("gb18030")).text == text


def misread(text: str) -> tuple[str, ...]:
    (finding,) = misread_findings(Document((plain(SIMPLIFIED), plain(text, Place(number=2))), ""))
    assert (finding.code, finding.severity, finding.place) == ("mojibake", Severity.ERROR, Place(number=2))
    assert finding.excerpt in text
    return finding.proposed


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "gb18030"), ("utf-8", "cp1252"), ("gb18030", "latin-1"), ("big5hkscs", "latin-1")],
)
def test_text_once_read_in_a_wrong_encoding_is_told_with_what_it_said(right: str, wrong: str) -> None:
    (said,) = misread(TRADITIONAL.encode(right).decode(wrong, "replace"))

    assert said[:3] in TRADITIONAL


@pytest.mark.parametrize("lost", ["全锟斤拷锟斤拷会议", "烫烫烫烫", "会\ufffd\ufffd\ufffd议", "å¨åäþæ"])
def test_text_that_was_lost_is_told_without_a_guess(lost: str) -> None:
    assert misread(lost) == ()


def test_a_damaged_quote_amid_good_text_is_found() -> None:
    assert misread(f"{SIMPLIFIED}{'“五位一体”'.encode().decode('gb18030', 'replace')}{SIMPLIFIED}")[0].startswith(
        "“五位"
    )


@pytest.mark.parametrize(
    "text", [SIMPLIFIED, TRADITIONAL, KANA, "××××同志", "————……“”", "café, naïve, Zürich", "龘靐齉"]
)
def test_good_text_is_left_in_peace(text: str) -> None:
    assert misread_findings(Document((plain(text),), text)) == ()
