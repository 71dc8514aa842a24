"""`python -m newsfold.cli`."""

import sys

from newsfold.cli.command_line import main

if __name__ == "__main__":
    sys.exit(main())
