"""Readings made by rule: real-looking text of any amount, the same for the same seed.

Sentences are built from the word lists below, common words far more often than rare ones. `PLANTED` terms are put
into some readings each, so that a search has something to find; `TRAPS` look like planted terms and are not.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_WHO = _words(
    "政协委员 全体委员 专门委员会 界别小组 机关干部 驻村工作队 街道社区 民营企业 科技工作者 医务人员 "
    "中小学教师 农民合作社 老年群众 青年学生 新就业群体 基层党组织 统一战线 民主党派 无党派人士 工商联 共青团 "
    "妇联组织 非遗传承人 返乡创业者"
)
_DO = _words(
    "推动 落实 开展 研究 加强 完善 促进 提高 组织 支持 关注 走访 讨论 建设 保护 培育 发挥 凝聚 服务 梳理 优化 "
    "探索 总结 反映 督办 协商 宣传 学习 阅读 交流 整治 改造 扩大 创新 统筹 巩固 盘活 补齐 畅通 激发"
)
_WHAT = _words(
    "经济发展 乡村振兴 生态环境 民生实事 基层治理 营商环境 科技创新 文化传承 教育均衡 医疗卫生 养老服务 "
    "城市更新 水利设施 粮食安全 数字经济 交通物流 食品安全 就业创业 法治建设 民族团结 历史文化 图书阅览 "
    "农田水渠 河湖长制 垃圾分类 老旧小区 人才队伍 产业集群 绿色低碳 对口支援 传统村落 红色资源 公共空间 "
    "应急管理 学前教育 社会保障 消费市场 知识产权 种业振兴 海绵城市"
)
_HOW = _words(
    "深入 扎实 持续 积极 稳步 因地制宜地 一件接着一件地 实事求是地 有序 精准 主动 及时 联合 长期 反复 耐心 "
    "公开 依法 全面 重点"
)
_LINK = _words(
    "与此同时 在此基础上 从实践看 需要说明的是 据了解 归根到底 今年以来 一段时间里 换句话说 比如 因此 但是 "
    "不仅如此 具体来说 会上 调研中"
)
_TAIL = _words(
    "取得了看得见的变化 还有不少短板 得到群众的认可 离不开各方面的共同努力 要防止一阵风 关键在于把事情办成 "
    "值得认真思考 形成了可以复制的经验 也遇到了新的困难 让大家对今后的工作更有信心 是一项需要耐心的工作 "
    "有待进一步研究"
)
_PEOPLE = tuple(
    family + given
    for family in "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
    for given in ("文远", "雪梅", "志强", "晓岚", "国栋", "静宜")
)

PLANTED = (
    "履职", "台账", "提案", "协商", "民生", "调研", "书香政协", "有事好商量", "社情民意", "双周协商",
    "全过程人民民主", "调查研究", "实事求是", "久久为功", "滴水穿石", "抓铁有痕", "一以贯之", "守正创新",
    "凝心聚力", "踔厉奋发", "乡土中国", "《乡土中国》", "费孝通", "欧阳明轩", "阿依古丽", "尼玛扎西",
    "诸葛青云", "15公里", "3.5万亩", "30%", "5G", "2026年11月", "第46周", "1.2亿元", "98.6%", "12345热线",
    "APP", "ChatGPT", "e网通办", "Wi-Fi", "COVID-19", "“两山”理论", "城乡居民医保", "高标准农田", "撂荒地",
    "光伏板", "预制菜", "银发经济", "低空经济", "新质生产力", "碳达峰", "院士工作站", "古籍修复", "榫卯",
    "皮影戏", "甪直", "亳州", "垚", "鱻", "臺灣同胞", "圖書館", "５Ｇ基站", "㎡",
)  # fmt: skip

TRAPS = (
    "认真调研,提案要有依据", "调研。查研究室", "履行职责", "台风账目", "3，5万亩", "30个百分点", "15 公里",
    "G5高速", "协议商定", "民主生活", "乡土与中国", "新质的生产力", "2026年1月1日", "费孝和通", "社情与民意",
    "第146周报", "高标 准农田",
)  # fmt: skip


def generate_readings(count: int, characters: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Readings (name, title, Markdown body without front matter), each of at least so many characters."""
    random = Random(seed)  # noqa: S311 - text, no secret
    for number in range(count):
        title = f"{_pick(random, _WHAT)}:{_pick(random, _WHO)}的{number + 1}号札记"
        yield f"reading-{number + 1:04}", title, _body(random, title, characters)


def _body(random: Random, title: str, characters: int) -> str:
    planted = [term for term in PLANTED if random.random() < 0.12] + [t for t in TRAPS if random.random() < 0.3]
    blocks: list[str] = []
    length = 0
    while length < characters or planted:
        if random.random() < 0.12:
            block = f"## {_pick(random, _HOW)}{_pick(random, _DO)}{_pick(random, _WHAT)}"
        else:
            block = _paragraph(random, planted)
        blocks.append(block)
        length += len(block)
    return "\n\n".join([f"# {title}", *blocks]) + "\n"


def _paragraph(random: Random, planted: list[str]) -> str:
    sentences = [_sentence(random) for _ in range(random.randint(2, 6))]
    if planted:
        at = random.randrange(len(sentences))
        sentences[at] += f"{_pick(random, _LINK)}，{_pick(random, _WHO)}谈到{planted.pop()}的情况。"
    return "".join(sentences)


def _sentence(random: Random) -> str:
    clauses = [_clause(random) for _ in range(random.randint(1, 3))]
    opening = f"{_pick(random, _LINK)}，" if random.random() < 0.4 else ""
    return f"{opening}{'，'.join(clauses)}，{_pick(random, _TAIL)}。"


def _clause(random: Random) -> str:
    who = random.choice(_PEOPLE) + "委员" if random.random() < 0.15 else _pick(random, _WHO)
    amount = f"{random.randint(2, 999)}{random.choice('个件次户项')}" if random.random() < 0.2 else ""
    return f"{who}{_pick(random, _HOW)}{_pick(random, _DO)}{amount}{_pick(random, _WHAT)}"


def _pick(random: Random, words: Sequence[str]) -> str:
    """A word, those in front more often: the n-th about 1/n as often as the first."""
    weights = list(accumulate(1 / (n + 2) for n in range(len(words))))
    return random.choices(words, cum_weights=weights)[0]
