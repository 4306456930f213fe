from collections.abc import Callable

import pytest

import ill_workers
from shuxiang.cli import intake_workers
from shuxiang.cli.intake_workers import examiners
from shuxiang.intake.examine import Examined, Wishes
from shuxiang.intake.parcel import Refusal
from shuxiang.intake.source import Source

ILL = [Source("坏.txt", b""), Source("好.txt", b""), Refusal("空.zip", "里面没有文件。"), Source("也好.txt", b"")]


def test_documents_are_examined_elsewhere_and_come_back_in_their_order() -> None:
    sources = [Source(f"{number}.txt", f"第{number}份\n\n正文。\n".encode()) for number in range(8)]
    with examiners(Wishes(), len(sources)) as workers:
        results = list(workers.results([*sources, Source("空.txt", b"")]))
    assert [name for name, _ in results] == [*(f"{number}.txt" for number in range(8)), "空.txt"]
    titles = [result.articles[0].title for _, result in results if isinstance(result, Examined)]
    assert titles == [f"第{number}份" for number in range(8)]
    assert isinstance(results[-1][1], Refusal)


@pytest.mark.parametrize(
    ("illness", "said"),
    [
        (ill_workers.sudden_end, "内存超过上限"),
        (ill_workers.no_end, "很久还没有读完，已经停下"),
        (ill_workers.surprise, "程序读这个文件时出错（LookupError"),
    ],
)
def test_a_worker_that_fails_costs_one_document_only(
    monkeypatch: pytest.MonkeyPatch, illness: Callable[[Source, Wishes], str], said: str
) -> None:
    monkeypatch.setattr(intake_workers, "_examined", illness)
    monkeypatch.setattr(intake_workers, "SECONDS", 2.0)
    with examiners(Wishes(), 1) as workers:
        results = dict(workers.results(ILL))
    sentences = {name: result.sentence for name, result in results.items() if isinstance(result, Refusal)}
    assert said in sentences.pop("坏.txt")
    assert sentences == {"好.txt": "读过了", "空.zip": "里面没有文件。", "也好.txt": "读过了"}
