from __future__ import annotations

from shuxiang.cli.locking import INPUTS, arguments


def test_every_file_is_computed_for_all_platforms_with_hashes_and_without_addresses() -> None:
    for name in INPUTS:
        wanted = {"--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"}
        assert wanted <= set(arguments(name, upgrade=False))


def test_versions_stay_unless_an_upgrade_is_asked_for() -> None:
    assert "--upgrade" not in arguments("build", upgrade=False)
    assert "--upgrade" in arguments("build", upgrade=True)


def test_the_development_set_keeps_to_the_versions_of_the_build_set() -> None:
    names = list(INPUTS)
    assert names.index("build") < names.index("dev")
    assert "scripts/requirements/build.txt" in arguments("dev", upgrade=False)
