"""Rewrite the page that lists the commands."""

import sys

from environment import launch

if __name__ == "__main__":
    sys.exit(launch("reference"))
