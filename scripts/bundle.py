"""Carry the software or new material to a closed network."""

import sys

from environment import launch

if __name__ == "__main__":
    sys.exit(launch("bundle"))
