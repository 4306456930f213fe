"""Turn received manuscripts into clean pages."""

import sys

from environment import launch

if __name__ == "__main__":
    sys.exit(launch("intake"))
