"""Text as patterns want it: half-width marks and Simplified key words, letter for letter as long as it was."""

from __future__ import annotations

_KEY_LETTERS = (
    "們们來来係系為为時时間间發发佈布編编輯辑責责專专欄栏報报訊讯記记員员題题瀏浏覽览閱阅讀读點点擊击關关閉闭"
    "載载轉转單单黨党書书縣县區区鄉乡鎮镇會会議议講讲話话條条節节頁页號号簽签誌志註注圖图錄录問问選选處处長长"
    "務务團团體体總总結结學学習习導导師师諸诸與与頭头紀纪審审對对產产預预試试還还隱隐開开權权聯联連连筆笔"
    "寫写貼贴贊赞評评論论舉举錯错絡络訪访錄录數数過过讓让實实見见壹一贰二貳二叁三參三肆四伍五陸六陆六柒七捌八"
    "玖九拾十啟启執执監监製制終终複复聲声採采鏈链視视頻频齊齐賓宾領领導导親亲愛爱貴贵臺台灣湾灯燈"
)
_BLANKS = "\t\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
_SIGNS = {
    "\u3014": "[",
    "\u3015": "]",
    "\u3010": "[",
    "\u3011": "]",
    "\u3016": "[",
    "\u3017": "]",
    "\u300c": "\u201c",
    "\u300d": "\u201d",
    "\u300e": "\u2018",
    "\u300f": "\u2019",
    "\u2013": "\u2014",
    "\u2015": "\u2014",
    "\u2500": "\u2014",
    "\u2236": ":",
    "\ufe30": ":",
    "\uff61": "\u3002",
    "\uff64": "\u3001",
    "\u30fb": "\xb7",
    "\u2022": "\xb7",
}


def _table() -> dict[int, str]:
    wide = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}
    blanks = dict.fromkeys(_BLANKS, " ")
    letters = dict(zip(_KEY_LETTERS[::2], _KEY_LETTERS[1::2], strict=True))
    return str.maketrans({**wide, **blanks, **letters, **_SIGNS})


_TABLE = _table()


def folded(text: str) -> str:
    """The text to match patterns on. A place in it is the same place in the text."""
    return text.translate(_TABLE)
