"""Install from the parcel that lies beside this file, or that this file was unpacked from.

Python 3.6 must be able to run this file up to the sentence that says which Python is needed. What it needs beyond
that comes out of the parcel, and is compared with the parcel's list before it is run.
"""

import os
import sys

if __name__ == "__main__":
    # A json.py that happens to lie beside this file is not the one of Python.
    sys.path[:] = [each for each in sys.path if not os.path.isfile(each + "/install.py")]  # noqa: PTH113

import argparse
import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, NoReturn, TextIO

HELP = """\
用法：python3 install.py [安装包] [--to 文件夹] [--today 年-月-日] [--yes] [--sha256 校验值…]

在与外网隔绝的电脑上安装书香，或更新已经装好的：先核对安装包，再准备运行环境，生成网站。全程不用网络。
装不成时，恢复成安装之前的样子；本单位的 data、drafts、deploy.yml、site 和改过的文件都留着。

  安装包              bundle.py 打出来的 zip，或解压出来的文件夹。不写则找这个文件旁边的
  --to 文件夹         装到哪里。不写则是安装包旁边的 shuxiang
  --today 年-月-日    生成网站时把这一天当作“今天”，例如 2026-11-21。不写则用当天
  --yes               包比装着的旧，或者会删去五分之一以上的材料，也照样装
  --sha256 校验值     打包时显示的校验值（可以带空格，写在最后）。不一样就不装

清单能查出损坏和差错；要防有人故意替换，请另用电话等办法核对 --sha256。
"""
LIST = "MANIFEST.json"
CODE = re.compile(r"(?:plugins|scripts)(?:/\w[\w-]*)*/\w[\w-]*\.py\Z", re.ASCII)
PYTHONS = ("3.11", "3.12", "3.13")
PROGRAMS = ("plugins", "scripts")
LEFT_BY_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")
UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]")
LARGEST_CODE = 2**22
LARGEST_LIST = 2**25
HERE = Path(__file__).resolve().parent


class Refusal(Exception):  # noqa: N818  # a word people use, not an error in the program
    """A sentence in Chinese that says what is wrong and what to do."""


class Arguments(argparse.ArgumentParser):
    """Complaints in Chinese, all in one."""

    def error(self, message: "str") -> "NoReturn":  # noqa: ARG002  # it is English
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
        require_digest(parcel, options.sha256)
        listed, read = opened(parcel)
        require_python(listed["needs"])
        code = sound_code(listed, read)
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, zipfile.BadZipFile):
        say(f"{parcel} 已损坏，或不是 bundle.py 打出来的安装包，没有安装。请重新拷贝一份。")
        return 1
    except KeyboardInterrupt:
        say("已中断，什么也没有装。")
        return 130
    return hand_over(code, parcel, options)


def arguments(argv: "list[str]") -> "argparse.Namespace":
    """Read the command line."""
    parser = Arguments(add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("parcel", nargs="?", type=Path)
    parser.add_argument("--to", type=Path)
    parser.add_argument("--today")
    parser.add_argument("--yes", action="store_true")
    parser.add_argument("--sha256", nargs="+")
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
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(30 + len(LIST)).endswith(LIST.encode())


def require_digest(parcel: "Path", given: "list[str] | None") -> "None":
    """Refuse a zip that is not the one whose SHA-256 was read out; None when none was."""
    if given is None:
        return
    wanted = re.sub(r"[\s:-]", "", "".join(given)).lower()
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


def opened(parcel: "Path") -> "tuple[dict[str, Any], Callable[[str], bytes]]":
    """Return the parcel's list, and what reads one of its files."""
    if not parcel.exists():
        raise Refusal(f"找不到 {parcel}。请检查文件名和所在的文件夹。")
    if parcel.is_dir():
        if not (parcel / LIST).is_file() or (parcel / LIST).stat().st_size > LARGEST_LIST:
            raise Refusal(f"{parcel} 里没有清单 {LIST}，不是解压出来的安装包。")
        listed = json.loads((parcel / LIST).read_text(encoding="utf-8"))
        require_only(programs_below(parcel), listed)
        return listed, lambda name: (parcel / name).read_bytes()
    if not parcel.is_file():
        raise Refusal(f"{parcel} 是特殊文件，不是安装包。")
    archive = zipfile.ZipFile(str(parcel))

    def read(name: "str", largest: "int" = LARGEST_CODE) -> "bytes":
        entry = archive.getinfo(name)
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > largest:
            raise ValueError
        return archive.read(entry)

    listed = json.loads(read(LIST, LARGEST_LIST).decode())
    require_only([name for name in archive.namelist() if name.startswith(PROGRAMS)], listed)
    return listed, read


def programs_below(folder: "Path") -> "list[str]":
    """Return the files of the programs in an unpacked parcel; refuse what is neither a file nor a folder."""
    found = []
    for path in sorted(each for name in PROGRAMS for each in (folder / name, *(folder / name).rglob("*"))):
        if path.is_symlink() or (path.exists() and not path.is_dir() and not path.is_file()):
            raise Refusal(f"{seen(path)} 是链接或特殊文件，没有安装。请重新解压到空文件夹，再运行一次。")
        if path.is_file() and path.name not in LEFT_BY_SYSTEMS and not path.name.startswith("._"):
            found.append(path.relative_to(folder).as_posix())
    return found


def require_only(names: "list[str]", listed: "dict[str, Any]") -> "None":
    """Refuse a parcel that holds a program, or a file beside one, that is not on its list, or holds one twice."""
    more = sorted(set(names) - set(listed["files"])) or sorted(name for name in names if names.count(name) > 1)
    if more:
        raise Refusal(f"安装包里多出了清单上没有的 {seen(more[0])}，没有安装。请重新拷贝或重新解压，再运行一次。")


def require_python(needs: "dict[str, Any]") -> "None":
    """Refuse a Python for which the packages in the parcel are not made."""
    if needs["python"] == "":
        raise Refusal("这是材料包，不是整套软件的安装包。请在装好的文件夹里运行 scripts/bundle.py --take。")
    if not re.match(r"3\.[0-9]{1,2}\Z", needs["python"]):
        raise ValueError
    found = "{}.{}".format(*sys.version_info[:2])
    if found == needs["python"]:
        return
    command = "python" + needs["python"]
    sentence = "正在使用的 Python 是 {}，这个安装包要用 Python {}。".format(found, needs["python"])
    if shutil.which(command):
        raise Refusal(f"{sentence}这台电脑上有 {command}，请改用它运行：{command} install.py")
    other = (
        f"加上 --python {found}"
        if found in PYTHONS
        else "在 --python 后面写 {}".format("、".join(PYTHONS) + " 之一")
    )
    raise Refusal(
        "{}请先装 Python {}，再运行一次；或请外网那边重新打包，{}。".format(sentence, needs["python"], other)
    )


def sound_code(listed: "dict[str, Any]", read: "Callable[[str], bytes]") -> "dict[str, bytes]":
    """Return the programs in the parcel by name; refuse it when one is not what its list says."""
    found = {}
    for name, promised in listed["files"].items():
        if CODE.match(name):
            found[name] = read(name)
            if hashlib.sha256(found[name]).hexdigest() != promised["sha256"]:
                raise Refusal(f"安装包里的 {name} 与清单不符（已损坏或被改动），没有安装。请重新拷贝一份。")
    return found


def hand_over(code: "dict[str, bytes]", parcel: "Path", options: "argparse.Namespace") -> "int":
    """Go on with the code from the parcel: a copy of what was looked at, and of nothing else."""
    try:
        folder = tempfile.mkdtemp(prefix="shuxiang-install-")
    except OSError as error:
        say(f"不能在临时文件夹里写文件（{error.strerror}），没有安装。请清理磁盘空间，再运行一次。")
        return 1
    try:
        write(code, Path(folder))
        sys.path[:0] = [str(Path(folder) / name) for name in ("scripts", "plugins")]
        return go_on(parcel, options)
    except (ImportError, SyntaxError):
        say(f"{parcel} 里的程序不完整，不是 bundle.py 打出来的安装包，没有安装。请重新拷贝一份。")
    except OSError as error:
        say(f"安装没有完成（{error.strerror}）。请清理磁盘空间，再运行一次。")
    except KeyboardInterrupt:
        say("已中断，没有装。")
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1


def write(code: "dict[str, bytes]", folder: "Path") -> "None":
    """Write the programs where they can be run."""
    for name, data in code.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def go_on(parcel: "Path", options: "argparse.Namespace") -> "int":
    """Install with the code from the parcel."""
    from environment import objection, writing_chinese  # noqa: PLC0415  # comes out of the parcel
    from shuxiang.cli.bundle_install import Order, folder_for, install  # noqa: PLC0415  # likewise

    sys.stdout, sys.stderr = writing_chinese(sys.stdout), writing_chinese(sys.stderr)
    problem = objection(tuple(sys.version_info[:3]), has_module, shutil.which)
    if problem:
        say(problem)
        return 2
    order = Order(parcel, options.to, options.today, options.yes)
    return install(order, lambda make: alone(make, folder_for(order)))


@contextmanager
def alone(make: "Callable[[], Path]", folder: "Path") -> "Iterator[None]":
    """Wait until no other process installs into the folder, not even what one that was killed has left running."""
    from bootstrap.exclusive import exclusively  # noqa: PLC0415  # comes out of the parcel

    with exclusively(make, lambda: say("另一个命令正在装到同一个文件夹，等它完成…")):
        setting_up = folder / ".venv" / "setup.lock"
        if setting_up.is_file():
            with exclusively(lambda: setting_up, lambda: say("上一次没有装完，还在准备运行环境，等它结束…")):
                pass
        yield


def has_module(name: "str") -> "bool":
    """Tell whether this Python has a module."""
    from importlib.util import find_spec  # noqa: PLC0415  # beside its only use

    return find_spec(name) is not None


def seen(name: "object") -> "str":
    """Return a name from a parcel without what a terminal might obey."""
    return UNSEEN.sub("?", str(name))[:200]


def say(text: "str", stream: "TextIO | None" = None) -> "None":
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
