"""The ways of loading: what is said of each, and what is to be done about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of loading: what is said of it, and what to do about it."""

    what: str
    fix: str


PICTURE = Kind("图片、音频或视频来自外站", "请把它存到 docs 文件夹里，改用相对地址引用。")
SCRIPT = Kind("脚本来自外站", "请把脚本下载到 docs 文件夹里，改写成它在本站的路径；用不着的请删去。")
STYLE = Kind("样式或字体来自外站", "请把它连同它引用的文件下载到 docs 文件夹里，改写成它在本站的路径。")
FRAME = Kind("嵌入了外站的内容", "请改为一个链接。")
FORM = Kind("表单会把内容发往外站", "请去掉表单，或者改为一个链接。")
REPORT = Kind("读者看到或点击时会通知外站", "请删去这个属性（ping、attributionsrc）。")
MOVED = Kind("页面会自己跳到外站，或者所有地址都改指外站", "请删去这一行，需要时改为一个链接。")
AHEAD = Kind("页面会提前连接外站", "请删去这一行。")
DIAGRAM = Kind("主题会从外站取来画图的程序（mermaid）", "请把图存成图片，放到 docs 文件夹里引用。")
REPOSITORY = Kind("主题会向代码托管网站查询项目的情况", "请去掉这个仓库链接，或者改成普通的链接。")
RUNNING = Kind("脚本会去外站取东西", "请去掉这段脚本，或者换成不联网的。")
MENTION = Kind("脚本里写着外站的地址", "请向提供脚本的人确认：它不会自己去取。")

ENCLOSED = Kind(
    "地址里夹带了整份网页、样式或脚本，它会从哪里取东西看不出来",
    "请把它存成文件放到 docs 文件夹里，改用相对地址引用；用不着的请删去。",
)
UNREADABLE = Kind(
    "文件里的实体（ENTITY）展开后过大，看不出它会从哪里取东西",
    "请在画图软件里另存一份普通的 SVG，再放进 docs 文件夹。",
)
BY_THEMSELVES = (ENCLOSED, UNREADABLE)
"""What must not be, wherever the address leads."""
