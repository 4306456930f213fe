"""Run one command: `python -m shuxiang.cli NAME ARGUMENTS…`."""

import signal
import sys

from shuxiang.cli.commands import command

if __name__ == "__main__":
    # A command that is told to stop tidies up as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(command(sys.argv[1]).main(sys.argv[2:]))
