from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from bootstrap.exclusive import exclusively

SCRIPTS = Path(__file__).parents[2] / "scripts"
HOLD = (
    "import sys, time; sys.path.insert(0, sys.argv[1])\n"
    "from pathlib import Path\n"
    "from bootstrap.exclusive import exclusively\n"
    "with exclusively(lambda: Path(sys.argv[2]), print):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


def test_a_free_lock_is_had_at_once_and_again(tmp_path: Path) -> None:
    waits: list[str] = []
    for _ in range(2):
        with exclusively(lambda: tmp_path / "lock", lambda: waits.append("wait")):
            pass
    assert waits == []


def test_the_second_waits_says_so_once_and_goes_on_when_the_first_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    waits: list[str] = []
    command = [sys.executable, "-c", HOLD, str(SCRIPTS), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:  # noqa: S603  # HOLD, above
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        killer = threading.Timer(0.3, holder.kill)
        killer.start()
        with exclusively(lambda: path, lambda: waits.append("wait"), pause=0.02):
            killer.join()
            assert holder.wait() != 0
    assert waits == ["wait"]


def test_a_lock_that_was_removed_while_one_waited_for_it_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "work" / "lock"

    def make() -> Path:
        path.parent.mkdir(exist_ok=True)
        return path

    held, release = threading.Event(), threading.Event()

    def hold_and_remove() -> None:
        with exclusively(make, lambda: None):
            held.set()
            release.wait(10)
            path.unlink()
            path.parent.rmdir()

    holder = threading.Thread(target=hold_and_remove)
    holder.start()
    assert held.wait(10)
    with exclusively(make, release.set, pause=0.02):
        assert path.exists()
    holder.join()
