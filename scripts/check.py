"""Check the programme and its materials."""

import sys

from environment import launch

if __name__ == "__main__":
    sys.exit(launch("check"))
