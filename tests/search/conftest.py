import sys
from pathlib import Path

import pytest

from shuxiang.search.fold import Fold, fold_table

sys.path.insert(0, str(Path(__file__).parents[1]))


@pytest.fixture(scope="session")
def fold() -> Fold:
    return Fold(fold_table())
