import re

from shuxiang.search import FOLDER, LAZY_SCRIPTS, PORTABLE_SCRIPTS, SCRIPTS, STYLES
from shuxiang.search.fold import JOINING
from shuxiang.search.pagefind_service import engine_version


def test_every_file_has_its_place_in_one_list() -> None:
    listed = [*SCRIPTS, *LAZY_SCRIPTS, *PORTABLE_SCRIPTS, *STYLES]
    assert sorted(listed) == sorted(path.name for path in FOLDER.iterdir())


def test_the_first_script_fetches_the_others_in_the_same_order() -> None:
    (declared,) = re.findall(r"const FILES = \[(.*?)\];", (FOLDER / SCRIPTS[0]).read_text("utf-8"), re.DOTALL)
    assert tuple(re.findall(r'"([^"]+)"', declared)) == LAZY_SCRIPTS


def test_a_portable_copy_fetches_one_script_in_the_place_of_another() -> None:
    script = (FOLDER / SCRIPTS[0]).read_text("utf-8")
    replaced = dict(re.findall(r'"(.*?)": "(.*?)"', re.findall(r"const IN_A_COPY = \{(.*?)\};", script)[0]))
    assert tuple(replaced.values()) == PORTABLE_SCRIPTS
    assert set(replaced) <= set(LAZY_SCRIPTS)


def test_what_every_page_loads_is_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in (*SCRIPTS, *STYLES)) < 12_000


def test_scripts_keep_to_what_chromium_86_knows() -> None:
    newer = r"\.at\(|structuredClone|Object\.hasOwn|\.findLast|Array\.fromAsync|static \{|\.toSorted|innerHTML"
    for path in FOLDER.glob("*.js"):
        assert not re.findall(newer, path.read_text("utf-8")), path.name


def test_both_halves_join_the_same_marks() -> None:
    script = (FOLDER / "fold.js").read_text("utf-8").replace("\\\\u", "\\u")
    assert JOINING.encode("unicode_escape").decode() in script


def test_the_engine_is_the_one_whose_protocol_and_format_are_known() -> None:
    assert engine_version().startswith("1.5.")
