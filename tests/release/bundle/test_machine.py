import pytest

from shuxiang.release.bundle.machine import Machine, objection, platform_name, this_machine
from shuxiang.release.bundle.packing_list import Needs

HERE = Machine("linux-x86_64", "3.11", "2.36")


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("Linux", "x86_64", "linux-x86_64"),
        ("Linux", "aarch64", "linux-aarch64"),
        ("Linux", "loongarch64", "linux-loongarch64"),
        ("Windows", "AMD64", "windows-x64"),
        ("Windows", "ARM64", "windows-arm64"),
        ("Darwin", "arm64", "macos-arm64"),
        ("Darwin", "x86_64", "macos-x86_64"),
        ("FreeBSD", "amd64", "freebsd-x86_64"),
        ("", "", "unknown-"),
    ],
)
def test_a_platform_has_one_name(system: str, machine: str, name: str) -> None:
    assert platform_name(system, machine) == name


def test_a_narrow_python_on_a_wide_machine_is_a_platform_of_its_own() -> None:
    assert platform_name("Windows", "AMD64", is_wide=False) == "windows-x86"
    assert platform_name("Linux", "x86_64", is_wide=False) == "linux-i686"


def test_this_machine_is_one_that_can_be_packed_for() -> None:
    assert "-" in this_machine().platform
    assert this_machine().python.startswith("3.")


def test_wheels_for_this_machine_will_do() -> None:
    assert objection(Needs("linux-x86_64", "3.11", "2.28"), HERE) == ""
    assert objection(Needs("linux-x86_64", "3.11", ""), HERE) == ""
    assert objection(Needs("linux-x86_64", "3.11", "2.36"), HERE) == ""


def test_another_platform_is_told_how_to_pack_for_this_one() -> None:
    sentence = objection(Needs("windows-x64", "3.11"), HERE)
    assert "是为 windows-x64 做的，这台电脑是 linux-x86_64" in sentence
    assert "--platform linux-x86_64 --python 3.11" in sentence


def test_an_older_system_is_told_what_is_wanted() -> None:
    assert "glibc 不低于 2.28，这台电脑的是 2.9" in objection(
        Needs("linux-x86_64", "3.11", "2.28"), Machine("linux-x86_64", "3.11", "2.9")
    )
    assert "认不出来" in objection(Needs("linux-x86_64", "3.11", "2.28"), Machine("linux-x86_64", "3.11", ""))
    assert "macOS 不低于 13.0" in objection(
        Needs("macos-arm64", "3.11", "13.0"), Machine("macos-arm64", "3.11", "12.7.1")
    )
