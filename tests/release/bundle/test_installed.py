from pathlib import Path

import pytest

from shuxiang.release.bundle.installed import installed_configuration


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in ("content/study.yml", "mkdocs.yml"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).touch()
    return tmp_path


def test_the_office_s_own_configuration_is_the_one_that_came_in_its_content(root: Path) -> None:
    assert installed_configuration(root) == ""
    (root / "MANIFEST.json").write_text('{"config": "content/study.yml"}', encoding="utf-8")
    assert installed_configuration(root) == "content/study.yml"


@pytest.mark.parametrize(
    "listed",
    [
        '{"config": "mkdocs.yml"}',
        '{"config": "content/../mkdocs.yml"}',
        '{"config": "content/none.yml"}',
        '{"config": 1}',
        "{}",
        "[]",
        "{",
        "",
    ],
)
def test_otherwise_there_is_none(listed: str, root: Path) -> None:
    (root / "MANIFEST.json").write_text(listed, encoding="utf-8")
    assert installed_configuration(root) == ""
