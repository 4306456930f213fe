"""Renew the pinned requirements."""

import sys

from environment import launch_bare

if __name__ == "__main__":
    sys.exit(launch_bare("lock"))
