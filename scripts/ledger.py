"""Keep the ledger."""

import sys

from environment import launch

if __name__ == "__main__":
    sys.exit(launch("ledger"))
