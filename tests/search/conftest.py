import pytest

from shuxiang.search.fold import Fold, fold_table


@pytest.fixture(scope="session")
def fold() -> Fold:
    return Fold(fold_table())
