import random
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.accounts import missing_and_extra
from shuxiang.intake.document import Article, Document, Paragraph
from shuxiang.intake.findings import Finding, IntakeError
from shuxiang.intake.readers import pdf
from shuxiang.intake.readers.pdf import read_pdf
from shuxiang.intake.source import Source

LEFT, RIGHT, TOP, STEP, SIZE = 80, 496, 700, 28, 16
FULL = "各位委员要围绕中心工作深入调研，把大家关心的事带到会上来"[:26]
"""26 characters of 16 points: a line from margin to margin."""


@dataclass(frozen=True)
class At:
    """A piece of text on a page; ``turn`` is the text matrix, ``mode`` 3 is invisible."""

    x: float
    y: float
    text: str
    size: float = SIZE
    font: str = "F"
    turn: str = "1 0 0 1"
    mode: int = 0

    def drawn(self) -> str:
        code = self.text.encode("utf-16-be").hex()
        return f"{self.mode} Tr /{self.font} {self.size} Tf {self.turn} {self.x} {self.y} Tm <{code}> Tj"


Page = Sequence[At]
SYSTEM = "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
RESOURCES = "/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R/B 6 0 R>>/XObject<</I 9 0 R>>>>"
PICTURE = (
    "<</Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n0\nendstream"
)


def made(pages: Iterable[Page], drawing: str = "", entries: str = "") -> bytes:
    """A PDF in a typeface of which only the widths matter: a character is as wide as the type is high."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    for name in ("SimSun", "SimHei,Bold"):
        font = len(objects) + 1
        objects += [
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/UniGB-UCS2-H/DescendantFonts[{font + 1} 0 R]>>",
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/DW 1000/FontDescriptor {font + 2} 0 R{SYSTEM}>>",
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[0 -200 1000 800]/Ascent 800/Descent -200>>",
        ]
    objects.append(PICTURE)
    kids = []
    for page in pages:
        content = f"{drawing} BT {' '.join(piece.drawn() for piece in page)} ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects += [
            f"<</Type/Page/Parent 2 0 R{RESOURCES}{entries}/Contents {len(objects) + 2} 0 R>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return written([each.encode() for each in objects])


def written(objects: Sequence[bytes], trailer: str = "") -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, b"".join(places))
    end = f"trailer<</Root 1 0 R/Size {len(places) + 1}{trailer}>>\nstartxref\n{len(data)}\n%%EOF"
    return data + table + end.encode()


def column(*texts: str, x: float = LEFT, top: float = TOP, size: float = SIZE) -> list[At]:
    """Lines one below the other; full-width blanks at the beginning move a line to the right."""
    return [
        At(x + size * (len(text) - len(text.lstrip("\u3000"))), top - STEP * number, text.lstrip("\u3000"), size)
        for number, text in enumerate(texts)
    ]


def read(data: bytes) -> Document:
    document = read_pdf(Source("来稿.pdf", data))
    assert missing_and_extra(document, [Article("", document.blocks, notes=document.notes)]) == ({}, {})
    return document


def paragraphs(*pages: Page) -> list[Paragraph]:
    return [block for block in read(made(pages)).blocks if isinstance(block, Paragraph)]


def texts(*pages: Page) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(*pages)]


def told(document: Document, code: str) -> list[Finding]:
    return [finding for finding in document.findings if finding.code == code]


BODY = column(f"\u3000\u3000{FULL[2:]}", FULL, "短。", f"\u3000\u3000{FULL[2:]}", "又短。")


def test_lines_that_reach_the_margin_go_on_and_indents_begin_a_paragraph() -> None:
    assert texts(BODY) == [f"{FULL[2:]}{FULL}短。", f"{FULL[2:]}又短。"]


def test_paragraphs_have_the_place_of_their_first_line() -> None:
    places = [str(paragraph.place) for paragraph in paragraphs(BODY, BODY)]

    assert places == ["第1页第1行", "第1页第4行", "第2页第1行", "第2页第4行"]


def test_a_sentence_goes_on_over_the_page() -> None:
    assert texts([*BODY, At(LEFT + 32, 560, FULL[2:])], column("接着写完。", *["新的一段。"] * 2))[2:] == [
        f"{FULL[2:]}接着写完。",
        "新的一段。",
        "新的一段。",
    ]


def test_lines_of_a_list_hang_together() -> None:
    hanging = column(*[FULL] * 4, "结束。", f"\uff08一\uff09{FULL[3:]}", "\u3000\u3000挂在下面的一行。")

    assert texts(hanging)[-1] == f"\uff08一\uff09{FULL[3:]}挂在下面的一行。"


def test_unindented_paragraphs_are_parted_by_their_distance() -> None:
    assert texts([*column(FULL, FULL), *column(FULL, FULL, top=620)]) == [FULL * 2, FULL * 2]


def test_title_and_signature_are_seen_by_their_place() -> None:
    title = At(288 - 11 * 7, 760, "关于读书的通知", 22, font="B")
    found = paragraphs([title, *BODY, *column("某县政协", "十一月五日", x=RIGHT - 96, top=500)])

    assert (found[0].look.centred, found[0].look.bold, found[0].look.size) == (True, True, 22)
    assert found[0].look.face == "黑体"
    assert [paragraph.look.right for paragraph in found[-2:]] == [True, True]
    assert [paragraph.look.indented for paragraph in found] == [False, True, True, False, False]
    assert found[-2].look.after_gap


def test_bold_letters_within_a_line_stay_bold() -> None:
    line = [At(LEFT, 700, "坚持学习。", font="B"), At(LEFT + 80, 700, "要持之以恒。")]
    (paragraph,) = paragraphs(line)

    assert [(span.text, span.strong) for span in paragraph.spans] == [("坚持学习。", True), ("要持之以恒。", False)]
    assert not paragraph.look.bold


def two_columns() -> list[tuple[At, At]]:
    left, right = column(*["左栏的文字排成一行满满"] * 10), column(*["右栏的文字排成一行满满"] * 10, x=320)
    return list(zip(left, right, strict=True))


@pytest.mark.parametrize(
    "drawn",
    [lambda rows: [piece for row in rows for piece in row], lambda rows: [*dict(rows), *dict(rows).values()]],
    ids=["line by line", "column by column"],
)
def test_columns_are_read_one_after_the_other(drawn: Callable[[list[tuple[At, At]]], list[At]]) -> None:
    title = At(160, 760, "横跨两栏的大标题", 24)

    assert texts([title, *drawn(two_columns())]) == [
        "横跨两栏的大标题",
        "左栏的文字排成一行满满" * 10 + "右栏的文字排成一行满满" * 10,
    ]


def test_a_table_is_read_row_by_row_and_told() -> None:
    rows = [
        At(x, 700 - 30 * row, f"{row}{name}")
        for row in range(4)
        for x, name in ((80, "号"), (200, "室"), (400, "事"))
    ]
    document = read(made([rows]))

    assert document.blocks[0] == paragraphs(rows)[0]
    assert texts(rows)[0] == "0号 0室 0事"
    assert [finding.place.page for finding in told(document, "pdf-table")] == [1]


def with_furniture(number: int) -> list[At]:
    return [At(240, 800, "内部学习资料", 10), At(280, 40, f"— {number} —", 10), *BODY]


def test_running_heads_and_page_numbers_are_set_aside_once_each() -> None:
    document = read(made([with_furniture(number) for number in (1, 2, 3)]))

    assert len(document.blocks) == 6
    head, number = told(document, "pdf-running-line")
    assert (head.severity, head.set_aside) == (Severity.NOTE, "内部学习资料\n" * 2 + "内部学习资料")
    assert "页眉" in head.what
    assert number.set_aside == "— 1 —\n— 2 —\n— 3 —"


def test_a_line_at_the_top_of_one_page_is_text() -> None:
    assert texts([At(240, 800, "内部学习资料", 10), *BODY])[0] == "内部学习资料"


def test_a_watermark_is_set_aside() -> None:
    document = read(made([[*BODY, At(200, 400, "样稿", 60, turn="0.7 0.7 -0.7 0.7")]]))

    assert [finding.set_aside for finding in told(document, "pdf-watermark")] == ["样稿"]
    assert len(document.blocks) == 2


def test_a_footnote_becomes_a_note_where_it_is_called() -> None:
    text = column(f"\u3000\u3000{FULL[2:]}", FULL, "短。")
    call, note = At(LEFT + 32, text[-1].y + 8, "1", 8), At(LEFT, 80, "1见县志第三卷。", 9)
    document = read(made([[*text, call, note]]))

    assert [paragraph.text for paragraph in document.notes["1-1"]] == ["见县志第三卷。"]
    assert isinstance(document.blocks[0], Paragraph)
    assert [span.note for span in document.blocks[0].spans] == ["", "1-1"]
    assert told(document, "pdf-footnotes")[0].set_aside.split() == ["1", "1"]


def test_a_footnote_that_nothing_calls_follows_the_paragraph_that_it_interrupts() -> None:
    page = [*column(f"\u3000\u3000{FULL[2:]}", FULL), At(LEFT, 80, "1见县志第三卷。", 9)]

    assert texts(page, column("接着写完。", f"\u3000\u3000{FULL[2:]}", FULL)) == [
        f"{FULL[2:]}{FULL}接着写完。",
        "1见县志第三卷。",
        f"{FULL[2:]}{FULL}",
    ]


def test_latin_words_keep_a_blank_between_lines() -> None:
    words = column("reading every day is", "a good habit", size=SIZE)

    assert texts(words) == ["reading every day is a good habit"]


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    assert texts(column("we like to read co-", "operatively")) == ["we like to read co-operatively"]


def test_a_page_that_is_turned_is_read_upright() -> None:
    turned = [At(842 - piece.y, piece.x, piece.text, piece.size, turn="0 1 -1 0") for piece in BODY]
    found = read(made([turned], entries="/Rotate 90"))

    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == texts(BODY)


def test_text_that_lies_on_its_side_is_an_error() -> None:
    document = read(made([[At(300, 400, "横着的字", turn="0 1 -1 0")]]))

    assert [finding.severity for finding in told(document, "pdf-turned")] == [Severity.ERROR]


IMAGE = "q 595 0 0 842 0 0 cm /I Do Q"


def test_a_scan_is_refused_even_with_the_name_of_the_program_on_it() -> None:
    with pytest.raises(IntakeError, match="扫描件"):
        read(made([[], [At(400, 20, "某某扫描王", 8)]], IMAGE))


def test_scanned_pages_among_others_are_named() -> None:
    document = read(made([[At(LEFT, 700, "少")], column(*[FULL] * 4)], IMAGE))

    (finding,) = told(document, "pdf-scanned-pages")
    assert (finding.severity, "第 1 页" in finding.what) == (Severity.ERROR, True)


def test_recognised_text_below_a_scan_is_to_be_checked() -> None:
    hidden = [At(piece.x, piece.y, piece.text, mode=3) for piece in column(*[FULL] * 4)]

    assert told(read(made([hidden], IMAGE)), "pdf-recognised-text")


def test_a_picture_beside_the_text_is_told() -> None:
    document = read(made([BODY], "q 200 0 0 150 100 200 cm /I Do Q"))

    assert ["第 1 页共有 1 幅图片" in finding.what for finding in told(document, "pdf-pictures")] == [True]


def test_letters_without_a_code_are_an_error() -> None:
    document = read(made([[*BODY, At(LEFT, 300, "一个\ue123字")]]))

    (finding,) = told(document, "pdf-unmapped")
    assert (finding.severity, "\ue123" in finding.excerpt) == (Severity.ERROR, True)


def test_a_text_layer_of_nonsense_is_an_error() -> None:
    document = read(made([[At(LEFT, 700, "龘靐齉爩麤灪龖厵滟驫癵")]]))

    assert [finding.severity for finding in told(document, "pdf-unreadable")] == [Severity.ERROR]


def test_rare_characters_are_kept() -> None:
    assert texts([At(LEFT, 700, "姓\U00020bb7的同志要学习")]) == ["姓\U00020bb7的同志要学习"]


ENCRYPTED = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'11' * 32}>>>/ID[<00><00>]"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4", "损坏"),
        (made([BODY])[:600], "损坏"),
        (written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>"]), "损坏"),
        (written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"], ENCRYPTED), "密码"),
        (made([[], []]), "没有可以取出的文字"),
        (made([[]] * 501), "500 页"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        read(data)


@pytest.mark.parametrize("times", [1, 2])
def test_a_stream_that_swells_is_refused_before_it_is_opened(times: int) -> None:
    packed = b" " * 30_000_000
    for _ in range(times):
        packed = zlib.compress(packed)
    filters = b"/FlateDecode" * times
    stream = b"<</Filter[%s]/Length %d>>stream\n%s\nendstream" % (filters, len(packed), packed)

    with pytest.raises(IntakeError, match="压缩炸弹"):
        read(written([b"<</Type/Catalog>>", stream]))


def test_a_text_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 20)

    with pytest.raises(IntakeError, match="上限"):
        read(made([BODY]))


def test_places_that_are_no_numbers_do_no_harm() -> None:
    assert texts([At(1e9, 700, "远"), At(-1e30, 1e30, "更远", 1e20), At(LEFT, 700, "近处的会议")])


def test_any_damage_to_a_pdf_ends_in_a_document_or_a_sentence() -> None:
    whole = made([with_furniture(1), with_furniture(2)])
    chance = random.Random(4)  # noqa: S311  # the same damage every time
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 60)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read(bytes(data))
        except IntakeError as error:
            assert str(error).endswith("。")  # noqa: PT017  # most are read
