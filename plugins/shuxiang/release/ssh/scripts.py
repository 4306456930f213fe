"""What runs on the other machine: small scripts for ``sh``, one for each thing a Host does.

They need sh, flock, rsync and what coreutils and findutils hold (TOOLS); those of busybox serve too. Each is given
the folder and the token of the lock (empty: none is needed), then its own arguments, as words that no shell reads
again; data comes on standard input.

Two files in the folder guard it. ``.publishing.lock`` is held (flock) by who publishes. ``.publishing.work`` holds
that one's token, and whatever changes something holds it too, shared with its like: so nobody begins while a
change of someone whose connection broke is still being made, and a change of someone who has lost the lock in the
meantime is not made at all.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from shuxiang.release.local_host import BESIDE, LOCK

WORK = ".publishing.work"
TOOLS = {
    "flock": "util-linux",
    "rsync": "rsync",
    "find": "findutils",
    "xargs": "findutils",
    **dict.fromkeys(("cat", "df", "ln", "ls", "mkdir", "mv", "readlink", "rm", "sha256sum", "sleep"), "coreutils"),
    **dict.fromkeys(("stat", "sync", "timeout", "wc"), "coreutils"),
}
"""What the scripts call, each with the package that brings it."""

MARK = b"\0shuxiang\0"
"""Stands before and after what a script says, since a login shell may say something of its own."""
_MARK = r"\000shuxiang\000"

LOST_WORD = "shuxiang-lock-lost"
LOST, BUSY, OCCUPIED, CUT_SHORT, ELSEWHERE, ABSENT = range(75, 81)
"""Exit codes: the lock is lost or another's, the name is taken, data is missing, another disk, nothing there."""

_BEGIN = rf"""
LC_ALL=C; export LC_ALL; umask 022
root=$1 token=$2; shift 2
enter() {{ cd -- "$1" 2>/dev/null || {{ ls -d -- "$1/." >/dev/null; exit 1; }}; }}
fence() {{
    [ -n "$token" ] || return 0
    [ -r {WORK} ] || lost
    exec 8<{WORK}
    flock -n -s 8 && [ "$(cat <&8)" = "$token" ] || lost
    if flock -n -s {LOCK} true; then lost; fi
}}
lost() {{ echo {LOST_WORD} >&2; exit {LOST}; }}
change() {{ mkdir -p -- "$root"; enter "$root"; fence; }}
wait_for() {{  # the file descriptor, how many seconds
    waited=0
    until flock -n "$1"; do
        [ "$waited" -lt "$2" ] || exit {BUSY}
        waited=$((waited + 1))
        sleep 1
    done
}}
receive() {{ timeout 600 cat >"$1"; [ "$(wc -c <"$1")" -eq "$2" ] || exit {CUT_SHORT}; }}
"""
_FRAMED = rf"""
printf '\n{_MARK}\n'; printf '\n{_MARK}\n' >&2
( set -e
%s
)
printf '\n{_MARK}%%s\n' "$?"
"""

MISSING = "missing:"
CHECK = f"""
missing=
for tool in {" ".join(TOOLS)}; do command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"; done
echo "{MISSING}$missing"
cat >/dev/null
"""
"""Says which tools there are not; lasts as long as standard input."""

HOLD = f"""
mkdir -p -- "$root"; enter "$root"
while :; do
    [ -e {LOCK} ] || : >>{LOCK}
    exec 9<{LOCK}
    wait_for 9 1  # a holder whose connection has just broken needs a moment
    if [ ! -e /proc/self/fd/9 ] || [ {LOCK} -ef /proc/self/fd/9 ]; then break; fi  # who held it took it away
done
[ -e {WORK} ] || : >>{WORK}
exec 8<{WORK}
wait_for 8 30
printf %s "$token" >{WORK}
exec 8<&-
find . -name {BESIDE} -exec rm -f -- {{}} + || :  # what a power cut has left half written
echo held
while timeout "$1" sh -c 'read -r beat' 9<&-; do :; done
"""
"""Takes the lock, waits for what is still being changed, and holds it as long as a line comes in time."""

READ = """
enter "$root"
cat -- "$1"
"""

WRITE = """
change
mkdir -p -- "${1%/*}"
rm -f -- "$2"
trap 'rm -f -- "$2"' EXIT
receive "$2" "$3"
sync "$2"
mv -f -T -- "$2" "$1"
"""

NAMES = """
enter "$root"
enter "$1"
find . ! -name . -prune -print0
"""

REMOVE = """
[ -e "$root" ] || exit 0
enter "$root"
fence
rm -rf -- "$1"
"""

RENAME = f"""
change
mkdir -p -- "${{2%/*}}"
here=$(stat -c %d -- "$1")
there=$(stat -c %d -- "${{2%/*}}/.")
[ "$here" = "$there" ] || exit {ELSEWHERE}  # mv would copy, and half a copy has the name already
sync -f . 2>/dev/null || sync  # what a link will point at must survive a power cut
mv -T -- "$1" "$2"
"""

LINK = f"""
enter "$root"
[ -L "$1" ] || exit {ABSENT}
readlink -n -- "$1"
"""

POINT = f"""
change
if [ -e "$1" ] && [ ! -L "$1" ]; then exit {OCCUPIED}; fi
rm -f -- "$2"
trap 'rm -f -- "$2"' EXIT
ln -s -- "$3" "$2"
mv -f -T -- "$2" "$1"
"""

ADOPT = """
change
mkdir -p -- "$2"
trap 'rm -f -- "$3"' EXIT
receive "$3" "$4"
rsync -rpt --omit-dir-times --no-implied-dirs --ignore-existing --ignore-missing-args \\
    --from0 --files-from="$3" --link-dest="$PWD/$1" -- "$1/" "$2/"
"""

DIGESTS = """
enter "$root"
enter "$1"
zero=
if sha256sum -z </dev/null >/dev/null 2>&1; then zero=-z; fi
find . -type f -print0 | xargs -0 -r sha256sum $zero
"""

FREE = """
enter "$root"
df -P -k .
"""

FROM_HERE = "--- shuxiang: from here ---"

TAKE_FILES = f"""
set -e
change
mkdir -p -- "$1"
shift
printf '\\n%s\\n' '{FROM_HERE}'
exec rsync "$@"
"""
"""Goes before the rsync of the other machine; its last words are that one's arguments."""

WITHOUT_GREETING = f"""
"$@" | {{
    while IFS= read -r line; do
        if [ "$line" = '{FROM_HERE}' ]; then exec cat; fi
    done
}}
"""
"""Runs on this machine: starts ``ssh`` and keeps from rsync what a login shell says first."""


def command(script: str, words: Sequence[str]) -> str:
    """The command line, for any POSIX login shell, that runs one of the scripts and marks what it says."""
    return _line(_FRAMED % script, words)


def command_before_rsync(words: Sequence[str]) -> str:
    """The same for TAKE_FILES, to which rsync adds its own arguments."""
    return _line(TAKE_FILES, words)


def _line(script: str, words: Sequence[str]) -> str:
    return shlex.join(["sh", "-c", _BEGIN + script, "sh", *words])
