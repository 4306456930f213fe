"""Names of persons and their posts, as bylines set them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuxiang.intake.structure.common_words import WORDS

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任"
    "袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏"
    "成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房"
    "裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬"
    "全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎溥印宿白怀蒲从索咸籍赖卓蔺屠蒙池乔阴闻党翟谭贡劳姬申扶堵冉"
    "宰雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧"
    "肖付覃莘闫逯佟苑仝"
)
_DOUBLE = ("欧阳", "司马", "上官", "诸葛", "尉迟", "公孙", "慕容", "令狐", "皇甫", "东方", "司徒", "夏侯")
_FIRST = SURNAMES | {surname[0] for surname in _DOUBLE}
POSTS = (
    "主席|副主席|书记|副书记|秘书长|主任|副主任|委员|常委|局长|副局长|科长|副科长|部长|副部长|县长|副县长|市长|副市长|"
    "区长|副区长|镇长|乡长|校长|副校长|院长|副院长|会长|副会长|处长|副处长|组长|副组长|厅长|站长|馆长|所长|社长|总编辑|"
    "主编|编辑|记者|通讯员|评论员|教授|副教授|研究员|讲师|教师|老师|医生|医师|律师|工程师|作家|干部|干事|职员|成员|"
    "董事长|经理|总经理|代表|党员|居民|村民|学者|专家|顾问|馆员|调研员|巡视员|四级调研员|执行长"
)
_ENDS_IN_POST = re.compile(rf"(?:{POSTS})$")
_OFFICE = re.compile(
    "(?:政协|委员会|办公室|专委会|界别|小组|支部|党委|党组|政府|局|部|院|校|社|学会|协会|中心|课题组|编写组|编辑部"
    "|政协.{0,12}委|[县市省区州旗团工纪]委|(?:文史|提案|经济|社法|教科|科教|农业|城建|环资|学习|民宗|文化)委)$"
)
_REPORTER = re.compile(
    "^(?:本报|本刊|本网|本台|全媒体)?(?:特约|见习|实习|特派|首席)?(?:记者|通讯员|评论员|撰稿人?|通讯)$"
)
_NAME = re.compile("[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff]{2,4}(?:\xb7[\u4e00-\u9fff]{1,6})*")
_LATIN = re.compile(r"[A-Z][A-Za-z.\xb7-]{0,19}(?: [A-Z][A-Za-z.\xb7-]{0,19}){0,3}")
_BRACKET = re.compile(r"^([^()]{2,8})\(([^()]{3,40})\)$")
_POST_THEN_NAME = re.compile(rf"[\u4e00-\u9fff]{{2,24}}(?:{POSTS})[\u4e00-\u9fff]{{2,3}}")
_LONGEST_NAMES = 24
_AND = re.compile(r"[ \u3001,/&;]+")


@dataclass(frozen=True, slots=True)
class Persons:
    """Who wrote it, and what they are."""

    authors: tuple[str, ...]
    post: str = ""


def persons(text: str) -> Persons | None:
    """The persons that a folded byline names; None when anything in it is no name, no post and no office."""
    bracketed = _BRACKET.match(text)
    if bracketed:
        inside = persons(bracketed[1])
        return inside and Persons(inside.authors, inside.post or bracketed[2])
    if not 1 < len(text) <= 60:
        return None
    if _LATIN.fullmatch(text):
        return Persons((text,))
    names: list[str] = []
    posts: list[str] = []
    for token in folded_names(text):
        if _REPORTER.match(token):
            continue
        if _ENDS_IN_POST.search(token) or (len(token) > 3 and _OFFICE.search(token)):
            posts.append(token)
        elif _NAME.fullmatch(token):
            names.append(token)
        else:
            return None
    if names:
        return Persons(tuple(names), "\u3001".join(posts))
    return Persons(tuple(posts)) if posts else _reporter_alone(text)


def _reporter_alone(text: str) -> Persons | None:
    return Persons((text,)) if text.endswith("评论员") else None


def folded_names(text: str) -> list[str]:
    """The words of a byline, the blanks inside of a name folded: 甲  乙 is 甲乙."""
    words: list[str] = []
    half = ""
    for word in filter(None, _AND.split(text)):
        if half:
            words.append(half + word)
            half = ""
        elif len(word) == 1 or word in _DOUBLE:
            half = word
        else:
            words.append(word)
    return [*words, half] if half else words


def spaced_name(text: str) -> str:
    """A name of two characters that is set as wide as one of three; empty for anything else."""
    words = text.split()
    if len(words) != 2 or not all(len(word) == 1 and _is_chinese(word) for word in words):
        return ""
    name = "".join(words)
    return "" if name in WORDS else name


def likely_name(text: str) -> bool:
    """Whether a line could be a person's name: two or three characters behind a common surname."""
    bare = "".join(text.split())
    surname = (bare[:2] in _DOUBLE or bare[:1] in SURNAMES) and bare[:2] not in WORDS
    return surname and 2 <= len(bare) <= (4 if bare[:2] in _DOUBLE else 3) and all(map(_is_chinese, bare))


def likely_names(text: str) -> tuple[str, ...]:
    """The names in a folded line that holds nothing else, each behind a common surname: 张某 李某某, （张某）."""
    bare = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
    if not 1 < len(bare) <= _LONGEST_NAMES or "/" in bare:
        return ()
    if spaced := spaced_name(bare):
        return (spaced,)
    if bare[0] not in _FIRST:
        return ()
    names = folded_names(bare)
    return tuple(names) if names and all(map(likely_name, names)) else ()


def surely_named(text: str) -> Persons | None:
    """The persons that a folded line names with a post, and nothing else: 某县政协委员 张某."""
    found = persons(text)
    if not found or not found.post or found.post.split("\u3001")[0] in found.authors:
        return None
    bracketed = _BRACKET.match(text)
    if bracketed and not _is_post(bracketed[2]):
        return None
    return found if all(likely_name(name) or _is_short_name(name) for name in found.authors) else None


def names_someone(text: str) -> bool:
    """Whether a folded line names persons and nothing else: likely names, or a post and a name."""
    return bool(likely_names(text) or surely_named(text))


def _is_post(text: str) -> bool:
    return bool(_ENDS_IN_POST.search(text) or _OFFICE.search(text))


def _is_short_name(text: str) -> bool:
    return bool(_LATIN.fullmatch(text)) or (len(text.split("\xb7", maxsplit=1)[0]) < 4 and text[:2] not in WORDS)


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def may_sign(text: str) -> bool:
    """Whether a short line could say who speaks or writes: a name, an office, a post with a name behind it."""
    bare = text.replace(" ", "")
    name = 2 <= len(bare) <= 3 and all(map(_is_chinese, bare)) and bare[0] not in "第一二三四五六七八九十"
    name = name and bare not in WORDS
    return name or is_office(text) or bool(_POST_THEN_NAME.fullmatch(text))


def is_office(text: str) -> bool:
    """Whether a line ends as offices are called: 某县政协办公室."""
    return 4 <= len(text) <= 30 and bool(_OFFICE.search(text))
