"""The `newsfold` command."""

from newsfold.cli.command_line import main

__all__ = ["main"]
