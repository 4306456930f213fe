from pathlib import Path

import pytest
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

from shuxiang.release.bundle.wheels import (
    download_arguments,
    oldest_system,
    package_without_wheel,
    requirements_for,
    target,
)
from shuxiang.release.errors import ReleaseError

PINNED = """\
# a comment
babel==2.18.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via something
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
typing-extensions==4.16.0 ; python_full_version < '3.13' \\
    --hash=sha256:dd
uvloop==1 ; platform_machine == 'aarch64' and os_name == 'posix' \\
    --hash=sha256:ee
"""
ROOT = Path(__file__).parents[3]


def names(platform: str, python: str) -> list[str]:
    return [line.split("==")[0] for line in requirements_for(PINNED, target(platform, python)).splitlines()]


def test_conditions_are_judged_for_the_other_machine_and_not_for_this_one() -> None:
    assert names("linux-x86_64", "3.11") == ["babel", "typing-extensions"]
    assert names("windows-x64", "3.13") == ["babel", "colorama"]
    assert names("linux-aarch64", "3.12") == ["babel", "typing-extensions", "uvloop"]
    assert names("macos-arm64", "3.13") == ["babel"]


def test_the_hashes_stay_and_the_conditions_go() -> None:
    first, second = requirements_for(PINNED, target("linux-x86_64", "3.11")).splitlines()
    assert first == "babel==2.18.0 --hash=sha256:aa --hash=sha256:bb"
    assert second == "typing-extensions==4.16.0 --hash=sha256:dd"


def test_all_that_the_project_pins_can_be_read() -> None:
    pinned = (ROOT / "scripts/requirements/build.txt").read_text(encoding="utf-8")
    lines = requirements_for(pinned, target("linux-x86_64", "3.11")).splitlines()
    assert len(lines) > 40
    assert all(" --hash=sha256:" in line and ";" not in line for line in lines)


@pytest.mark.parametrize(
    ("platform", "wheel"),
    [
        ("linux-x86_64", "a-1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl"),
        ("linux-x86_64", "a-1-cp39-abi3-manylinux_2_28_x86_64.whl"),
        ("linux-aarch64", "a-1-py3-none-manylinux_2_17_aarch64.whl"),
        ("windows-x64", "a-1-cp311-cp311-win_amd64.whl"),
        ("macos-arm64", "a-1-cp311-cp311-macosx_13_0_arm64.whl"),
        ("macos-arm64", "a-1-py3-none-macosx_11_0_universal2.whl"),
        ("macos-x86_64", "a-1-cp311-cp311-macosx_11_0_x86_64.whl"),
    ],
)
def test_the_wheels_that_are_asked_for_are_those_of_the_platform(platform: str, wheel: str) -> None:
    tags = target(platform, "3.11").tags
    known = {*cpython_tags((3, 11), ["cp311"], tags), *compatible_tags((3, 11), "cp311", tags)}
    assert parse_wheel_filename(wheel)[3] & known


def test_pip_takes_wheels_only_with_hashes_and_resolves_nothing_itself() -> None:
    line = " ".join(download_arguments(target("linux-aarch64", "3.12"), "needed.txt", "wheels"))
    assert line.startswith("download --no-deps --require-hashes --only-binary :all:")
    assert "--python-version 3.12 --abi cp312 --abi abi3 --abi none --platform manylinux_2_5_aarch64" in line
    assert line.endswith("-r needed.txt -d wheels")


def test_the_oldest_system_that_will_do_is_the_most_that_any_wheel_wants() -> None:
    assert oldest_system(["a-1-py3-none-any.whl"]) == ""
    wheels = [
        "a-1-py3-none-any.whl",
        "b-1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl",
        "c-1-cp311-cp311-manylinux_2_26_x86_64.manylinux_2_28_x86_64.whl",
    ]
    assert oldest_system(wheels) == "2.26"
    assert oldest_system(wheels[:2]) == "2.17"
    assert oldest_system(["d-1-py3-none-macosx_13_0_arm64.whl"]) == "13.0"


def test_the_package_that_has_no_wheel_is_found_in_what_pip_prints() -> None:
    assert package_without_wheel("ERROR: No matching distribution found for lxml==6.1.3\n") == "lxml"
    assert package_without_wheel("ERROR: something else") == ""


@pytest.mark.parametrize(
    ("platform", "python"), [("solaris", "3.11"), ("linux-", "3.11"), ("linux-x86_64", "3.10")]
)
def test_a_machine_that_cannot_be_packed_for_is_told_with_those_that_can(platform: str, python: str) -> None:
    with pytest.raises(ReleaseError, match="请写"):
        target(platform, python)


def test_a_machine_of_another_make_may_be_tried() -> None:
    assert "manylinux_2_36_loongarch64" in target("linux-loongarch64", "3.11").tags
