"""What the disk refuses while parcels are put in place, as a sentence."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shuxiang.release.disk import said
from shuxiang.release.errors import ReleaseError


@contextmanager
def told(path: Path) -> Iterator[None]:
    """As :func:`said`, and of a folder that could not be copied the first reason; no word of deploy.yml."""
    with said(path):
        try:
            yield
        except shutil.Error as error:
            raise _first_of(error) from error
        except NotADirectoryError as error:
            where = error.filename or path
            raise ReleaseError(
                f"{where} 的路径里有一处是文件，不是文件夹。请把它改名或移走，再运行一次。"
            ) from error
        except OSError as error:
            if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
                sentence = f"{error.filename or path} 里刚刚多出了东西，没有动它。请再运行一次。"
                raise ReleaseError(sentence) from error
            raise


def _first_of(error: shutil.Error) -> OSError:
    """``copytree`` collects what went wrong as (source, target, text); the system's number is in the text only."""
    rows = error.args[0] if error.args else ()
    text = str(rows[0][2] if rows and isinstance(rows[0], tuple) else error)
    number = re.search(r"\[(?:Errno|WinError) (\d+)\]", text)
    return OSError(int(number[1]), os.strerror(int(number[1]))) if number else OSError(text)
