"""Preview the site while it is being edited."""

import sys

from environment import launch

if __name__ == "__main__":
    sys.exit(launch("serve"))
