from itertools import permutations

from shuxiang.core.diagnostics import Diagnostic, Origin, Severity, in_order


def problem(path: str, line: int, code: str = "code", severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(Origin(path, line), code, "错了。", "请改。", severity)


def test_a_problem_is_told_with_its_place() -> None:
    assert str(problem("docs/a.md", 3)) == "docs/a.md:3:错了。请改。"


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    assert str(problem("docs/a.md", 0)) == "docs/a.md:错了。请改。"


def test_problems_are_ordered_by_file_then_line_as_a_number_then_errors_first() -> None:
    ordered = (
        problem("docs/a.md", 0),
        problem("docs/a.md", 2),
        problem("docs/a.md", 10, "b"),
        problem("docs/a.md", 10, "a", Severity.WARNING),
        problem("docs/a.md", 10, "c", Severity.WARNING),
        problem("docs/b.md", 1),
    )
    assert {in_order(shuffled) for shuffled in permutations(ordered)} == {ordered}


def test_a_problem_found_twice_is_told_once() -> None:
    assert in_order([problem("docs/a.md", 2), problem("docs/a.md", 2)]) == (problem("docs/a.md", 2),)


def test_two_problems_of_one_line_are_both_told() -> None:
    assert len(in_order([problem("docs/a.md", 2, "a"), problem("docs/a.md", 2, "b")])) == 2
