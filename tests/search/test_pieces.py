from hypothesis import given
from hypothesis import strategies as st

from shuxiang.search.fold import Fold
from shuxiang.search.pieces import AFTER, BEFORE, STEP, cut


@given(st.text("书香㎡é\u0301\n", min_size=0, max_size=4 * STEP))
def test_every_match_lies_in_the_piece_of_its_place(text: str) -> None:
    fold = Fold({})
    folded = fold(text)
    pieces = cut(text, fold)
    assert len(pieces) == -(-len(folded) // STEP)
    for place in range(0, len(folded), 97):
        assert folded[place : place + AFTER // 2] in fold(pieces[place // STEP])


def test_pieces_overlap_and_keep_the_original_characters() -> None:
    text = "圖書館" * STEP
    pieces = cut(text, Fold({}))
    assert pieces[0] == text[: STEP + AFTER]
    assert pieces[1] == text[STEP - BEFORE : 2 * STEP + AFTER]


def test_no_text_has_no_piece() -> None:
    assert cut("", Fold({})) == []
