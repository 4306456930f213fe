from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import pytest

from bootstrap import stamp

if TYPE_CHECKING:
    from bootstrap.stamp import Environment


def test_a_finished_environment_is_ready(finished: Environment) -> None:
    assert stamp.is_ready(finished, "build")


def test_a_new_checkout_is_not_ready(environment: Environment) -> None:
    assert not stamp.is_ready(environment, "build")


def test_an_interrupted_set_up_does_not_count(finished: Environment) -> None:
    finished.stamp.unlink()
    assert not stamp.is_ready(finished, "build")


def test_a_damaged_stamp_does_not_count(finished: Environment) -> None:
    for text in ("", "{", "[]", '{"base": 1}'):
        finished.stamp.write_text(text, encoding="utf-8")
        assert not stamp.is_ready(finished, "build")


@pytest.mark.parametrize("name", ["scripts/requirements/build.txt", "pyproject.toml"])
def test_changed_requirements_or_metadata_ask_for_an_update_of_the_same_base(
    finished: Environment, name: str
) -> None:
    with (finished.root / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not stamp.is_ready(finished, "build")
    assert stamp.has_base(finished, stamp.read(finished))


def test_requirements_for_development_do_not_matter_to_building(finished: Environment) -> None:
    finished.requirements("dev").write_text("", encoding="utf-8")
    assert stamp.is_ready(finished, "build")


def test_an_environment_for_building_is_not_ready_for_testing_but_the_reverse_holds(finished: Environment) -> None:
    assert not stamp.is_ready(finished, "dev")
    stamp.write(finished, stamp.wanted(finished, "dev"))
    assert stamp.is_ready(finished, "dev")
    assert stamp.is_ready(finished, "build")


def test_another_python_needs_another_environment(finished: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")
    assert not stamp.has_base(finished, stamp.read(finished))


def test_a_checkout_that_was_moved_needs_another_environment(finished: Environment) -> None:
    moved = stamp.Environment(finished.root.with_name("moved"))
    finished.root.rename(moved.root)
    assert not stamp.is_ready(moved, "build")


def test_an_environment_whose_python_was_removed_does_not_count(finished: Environment) -> None:
    finished.python.unlink()
    assert not stamp.is_ready(finished, "build")
