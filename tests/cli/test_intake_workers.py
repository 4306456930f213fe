import pytest

import ill_workers
from shuxiang.cli import intake_workers
from shuxiang.cli.intake_workers import examiners
from shuxiang.intake.examine import Examined, Wishes
from shuxiang.intake.parcel import Refusal
from shuxiang.intake.source import Source

GOOD = [Source(f"好{number}.txt", b"") for number in range(4)]
SUDDEN, ENDLESS, SURPRISE = (Source(name, b"") for name in ("突然停.txt", "不停.txt", "意外.txt"))
ILL = [SUDDEN, GOOD[0], Refusal("空.zip", "里面没有文件。"), GOOD[1], ENDLESS, GOOD[2], SURPRISE, GOOD[3]]


def test_documents_are_examined_elsewhere_and_come_back_in_their_order() -> None:
    sources = [Source(f"{number}.txt", f"第{number}份\n\n正文。\n".encode()) for number in range(8)]
    with examiners(Wishes(), len(sources)) as workers:
        results = list(workers.results([*sources, Source("空.txt", b"")]))
    assert [name for name, _ in results] == [*(f"{number}.txt" for number in range(8)), "空.txt"]
    titles = [result.articles[0].title for _, result in results if isinstance(result, Examined)]
    assert titles == [f"第{number}份" for number in range(8)]
    assert isinstance(results[-1][1], Refusal)


def test_a_worker_that_fails_costs_one_document_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_workers, "_examined", ill_workers.ill)
    monkeypatch.setattr(intake_workers, "SECONDS", 2.0)
    with examiners(Wishes(), 1) as workers:
        results = dict(workers.results(ILL))
    sentences = {name: result.sentence for name, result in results.items() if isinstance(result, Refusal)}
    assert list(sentences) == [entry.name for entry in ILL]
    assert "内存超过上限" in sentences.pop("突然停.txt")
    assert "很久还没有读完，已经停下" in sentences.pop("不停.txt")
    assert "程序读这个文件时出错（LookupError" in sentences.pop("意外.txt")
    assert sentences == {"空.zip": "里面没有文件。", **{f"好{number}.txt": "读过了" for number in range(4)}}
