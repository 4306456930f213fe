"""Install from the parcel that lies beside this file, or that this file was unpacked from.

Python 3.6 must be able to run this file up to the sentence that says which Python is needed. What it needs beyond
that comes out of the parcel, and is compared with the parcel's list before it is run.
"""

import argparse
import hashlib
import json
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

HELP = """\
用法：python3 install.py [安装包] [--to 文件夹] [--today 年-月-日] [--sha256 校验值…]

在与外网隔绝的电脑上安装书香，或更新已经装好的：先核对安装包，再准备运行环境，生成网站。全程不用网络。
装不成时，恢复成安装之前的样子；本单位的 data、drafts、deploy.yml、site 和改过的文件都留着。

  安装包              bundle.py 打出来的 zip，或解压出来的文件夹。不写则找这个文件旁边的
  --to 文件夹         装到哪里。不写则是安装包旁边的 shuxiang
  --today 年-月-日    生成网站时把这一天当作“今天”，例如 2026-11-21。不写则用当天
  --sha256 校验值     打包时显示的校验值（可以带空格，写在最后）。不一样就不装

清单能查出损坏和差错；要防有人故意替换，请另用电话等办法核对 --sha256。
"""
LIST = "MANIFEST.json"
CODE = re.compile(r"(?:plugins|scripts)/.+\.py")
LARGEST_CODE = 2**22
LARGEST_LIST = 2**25
HERE = Path(__file__).resolve().parent


class Refusal(Exception):  # noqa: N818  # a word people use, not an error in the program
    """A sentence in Chinese that says what is wrong and what to do."""


class Arguments(argparse.ArgumentParser):
    """Complaints in Chinese, all in one."""

    def error(self, message: "str") -> "None":  # noqa: ARG002  # it is English
        """Show how the command is written and leave with exit code 2."""
        say(f"参数有误。\n{HELP.rstrip()}")
        sys.exit(2)


def main() -> "int":
    """Find the parcel, look at the Python and at the code in the parcel, and hand over to that code."""
    sys.dont_write_bytecode = True
    options = arguments(sys.argv[1:])
    if options.help:
        say(HELP.rstrip(), sys.stdout)
        return 0
    try:
        parcel = options.parcel or find_parcel(HERE)
        require_digest(parcel, "".join(options.sha256))
        files, read = opened(parcel)
        require_python(files["needs"])
        require_sound_code(files, read)
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, zipfile.BadZipFile):
        say(f"{parcel} 已损坏，或不是 bundle.py 打出来的安装包，没有安装。请重新拷贝一份。")
        return 1
    return hand_over(parcel, options)


def arguments(argv: "list[str]") -> "argparse.Namespace":
    """Read the command line."""
    parser = Arguments(add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("parcel", nargs="?", type=Path)
    parser.add_argument("--to", type=Path)
    parser.add_argument("--today")
    parser.add_argument("--sha256", nargs="+", default=[])
    return parser.parse_args(argv)


def find_parcel(folder: "Path") -> "Path":
    """Return the folder when it is an unpacked parcel, else the one parcel that lies in it."""
    if (folder / ".venv").exists():
        raise Refusal(
            f"{folder} 是装好的书香，不是安装包。要更新，请在新的安装包和它旁边的 install.py 所在的文件夹里运行。"
        )
    if (folder / LIST).is_file():
        return folder
    found = [path for path in sorted(folder.glob("*.zip")) if begins_like_a_parcel(path)]
    if len(found) == 1:
        return found[0]
    if found:
        names = "、".join(path.name for path in found)
        raise Refusal(f"这里有好几个安装包：{names}。请写明用哪一个，例如：python3 install.py {found[-1].name}")
    raise Refusal(f"{folder} 里没有安装包。请把 bundle.py 打出来的 zip 拷到这里，或在命令后面写明它在哪里。")


def begins_like_a_parcel(path: "Path") -> "bool":
    """Tell whether the list is the first file in a zip."""
    with path.open("rb") as file:
        return file.read(30 + len(LIST)).endswith(LIST.encode())


def require_digest(parcel: "Path", given: "str") -> "None":
    """Refuse a zip that is not the one whose SHA-256 was read out."""
    wanted = re.sub(r"[\s:-]", "", given).lower()
    if not wanted:
        return
    if not re.match(r"[0-9a-f]{64}\Z", wanted):
        raise Refusal(f"--sha256 要的是 64 个 0-9、a-f，给的是 {len(wanted)} 个字符。请照打包时显示的重写。")
    if parcel.is_dir():
        raise Refusal("解压出来的文件夹没有总的校验值。请用原来的 zip，或去掉 --sha256。")
    digest = hashlib.sha256()
    with parcel.open("rb") as file:
        for piece in iter(lambda: file.read(2**20), b""):
            digest.update(piece)
    if digest.hexdigest() != wanted:
        found = digest.hexdigest()
        raise Refusal(f"{parcel} 的 SHA-256 是 {found}，和给的不一样，没有安装。请重新拷贝一份，并与打包的人核对。")


def opened(parcel: "Path") -> "tuple":
    """Return the parcel's list, and what reads one of its files."""
    if not parcel.exists():
        raise Refusal(f"找不到 {parcel}。请检查文件名和所在的文件夹。")
    if parcel.is_dir():
        if not (parcel / LIST).is_file():
            raise Refusal(f"{parcel} 里没有清单 {LIST}，不是解压出来的安装包。")
        return json.loads((parcel / LIST).read_text(encoding="utf-8")), lambda name: (parcel / name).read_bytes()
    archive = zipfile.ZipFile(str(parcel))

    def read(name: "str", largest: "int" = LARGEST_CODE) -> "bytes":
        entry = archive.getinfo(name)
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > largest:
            raise ValueError
        return archive.read(entry)

    return json.loads(read(LIST, LARGEST_LIST).decode()), read


def require_python(needs: "dict") -> "None":
    """Refuse a Python for which the packages in the parcel are not made."""
    if needs["python"] == "":
        raise Refusal("这是材料包，不是整套软件的安装包。请在装好的文件夹里运行 scripts/bundle.py --take。")
    found = "{}.{}".format(*sys.version_info[:2])
    if found == needs["python"]:
        return
    command = "python" + needs["python"]
    sentence = "正在使用的 Python 是 {}，这个安装包要用 Python {}。".format(found, needs["python"])
    if shutil.which(command):
        raise Refusal(f"{sentence}这台电脑上有 {command}，请改用它运行：{command} install.py")
    raise Refusal(
        "{}请先装 Python {}，再运行一次；或请外网那边按这台电脑的 Python 重新打包"
        "（3.11、3.12、3.13 都可以，写在 --python 后面）。".format(sentence, needs["python"])
    )


def require_sound_code(files: "dict", read: "object") -> "None":
    """Refuse a parcel whose programs are not those on its list, before any of them is run."""
    for name, promised in files["files"].items():
        if CODE.match(name) and hashlib.sha256(read(name)).hexdigest() != promised["sha256"]:
            raise Refusal(f"安装包里的 {name} 与清单不符（已损坏或被改动），没有安装。请重新拷贝一份。")


def hand_over(parcel: "Path", options: "argparse.Namespace") -> "int":
    """Go on with the code in the parcel."""
    sys.path[:0] = [str(parcel.absolute() / folder) for folder in ("scripts", "plugins")]
    from environment import objection, writing_chinese  # noqa: PLC0415  # comes out of the parcel
    from shuxiang.cli.bundle_install import Order  # noqa: PLC0415  # likewise
    from shuxiang.cli.problem import guarded  # noqa: PLC0415  # likewise

    sys.stdout, sys.stderr = writing_chinese(sys.stdout), writing_chinese(sys.stderr)
    problem = objection(tuple(sys.version_info[:3]), has_module, shutil.which)
    if problem:
        say(problem)
        return 2
    return guarded(lambda: install_alone(Order(parcel, options.to, options.today)))


def install_alone(order: "object") -> "int":
    """Install when no other process is at it, not even what one that was killed has left running."""
    from bootstrap.exclusive import exclusively  # noqa: PLC0415  # comes out of the parcel
    from shuxiang.cli.bundle_install import folder_for, install  # noqa: PLC0415  # likewise

    folder = folder_for(order)
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    lock = Path(tempfile.gettempdir()) / f"shuxiang-install-{digest}.lock"
    with exclusively(lock, lambda: say("另一个命令正在装到同一个文件夹，等它完成…")):
        setting_up = folder / ".venv" / "setup.lock"
        if setting_up.is_file():
            with exclusively(setting_up, lambda: say("上一次没有装完，还在准备运行环境，等它结束…")):
                pass
        return install(order)


def has_module(name: "str") -> "bool":
    """Tell whether this Python has a module."""
    from importlib.util import find_spec  # noqa: PLC0415  # beside its only use

    return find_spec(name) is not None


def say(text: "str", stream: "object" = None) -> "None":
    """Write a line where errors go, or elsewhere, in the console's encoding if that has Chinese in it."""
    out = stream or sys.stderr
    encoding = out.encoding or "utf-8"
    try:
        data = text.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        data = text.encode("utf-8")
    out.flush()
    out.buffer.write(data + b"\n")
    out.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
