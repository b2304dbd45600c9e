"""Lets `python -m tradein` do what `tradein` does."""

import sys

from tradein.cli import main

if __name__ == "__main__":
    sys.exit(main())
