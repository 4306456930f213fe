import json
from dataclasses import replace
from pathlib import Path

from shuxiang.search import SearchRecord, write_outlines

PAGE = SearchRecord(
    "readings/2026/w47/", "怎样写提案", "一句导语\n标签：提案", "article", "周学一文", "第46周", "2026"
)


def outlines(folder: Path, *records: SearchRecord) -> dict[str, object]:
    write_outlines(records, folder)
    text = (folder / "outlines.js").read_text("utf-8")
    return dict(json.loads(text.removeprefix("window.Shuxiang.searchOutlines = ").removesuffix(";\n")))


def test_a_page_is_a_row_and_a_text_under_the_same_number(tmp_path: Path) -> None:
    found = outlines(
        tmp_path, PAGE, replace(PAGE, url="guide/", title="指南", text="怎样写", cadence="", date="2027")
    )

    assert found["outlines"] == ["怎样写", "一句导语\n标签：提案"]
    assert [row[2] for row in found["table"]["pages"]] == ["指南", "怎样写提案"]  # type: ignore[index]


def test_addresses_lead_to_files(tmp_path: Path) -> None:
    records = [replace(PAGE, url=url) for url in ("", "./", "guide/", "a.html")]

    found = outlines(tmp_path, *records)

    addresses = {row[1] for row in found["table"]["pages"]}  # type: ignore[index]
    assert addresses == {"index.html", "./index.html", "guide/index.html", "a.html"}


def test_the_same_records_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    records = [replace(PAGE, url=f"r/{n}/", date=f"2026-01-{n:02}") for n in range(1, 20)]
    write_outlines(records, tmp_path / "one")
    write_outlines(reversed(records), tmp_path / "two")

    assert (tmp_path / "one/outlines.js").read_bytes() == (tmp_path / "two/outlines.js").read_bytes()


def test_a_text_cannot_end_the_script(tmp_path: Path) -> None:
    found = outlines(tmp_path, replace(PAGE, text='</script>\u2028"; alert(1)'))

    assert found["outlines"] == ['</script>\u2028"; alert(1)']
