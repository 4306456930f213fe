"""Publish the site to where readers find it."""

import sys

from environment import launch

if __name__ == "__main__":
    sys.exit(launch("publish"))
