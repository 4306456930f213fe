"""The ranks in lists of prizes, each of which heads those who won it."""

from __future__ import annotations

import re

_RANK = re.compile(
    r"(?:特 ?等|[一二三四] ?等|优秀|优胜|鼓励|入围|纪念|提名|组织|优秀组织|最佳[^,\u3002:]{1,6})奖"
    r" ?(?:\(? ?(?:共 ?)?[\d一二三四五六七八九十]{1,3} ?[名个篇件条首部人] ?\)?)? ?:?"
)


def is_rank(line: str) -> bool:
    """Whether a folded line is the rank of a prize and nothing else: 一等奖, 优秀奖（3名）."""
    return "奖" in line and bool(_RANK.fullmatch(line))
