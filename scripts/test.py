"""Run every check and every test."""

import sys

from environment import launch

if __name__ == "__main__":
    sys.exit(launch("test", requirements="dev"))
