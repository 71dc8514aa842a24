"""Options that several commands have in common."""

import argparse
import getpass
import os
from pathlib import Path

ROLES = ("owner", "loader", "operator", "analyst")


def place(text: str) -> str:
    """An address, file or folder as it was given. What is empty, as a variable of the shell that is not set, is none: it would
    stand for the folder one happens to be in.
    """
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def path(text: str) -> Path:
    """The same, of this machine."""
    return Path(place(text))


def database(parser: argparse.ArgumentParser) -> None:
    """The option that names another database."""
    parser.add_argument(
        "--database-url",
        metavar="URL",
        help="Postgres 15 or later (default: NEWSFOLD_DATABASE_URL, else the embedded server)",
    )


def role(parser: argparse.ArgumentParser) -> None:
    """The option that chooses whose rights apply."""
    parser.add_argument(
        "--role", choices=ROLES, default="analyst", help="whose rights to use (default: %(default)s)"
    )


def as_json(parser: argparse.ArgumentParser, text: str = "print JSON") -> None:
    """The option for machines."""
    parser.add_argument("--json", action="store_true", help=text)


def dry_run(
    parser: argparse.ArgumentParser, text: str = "do everything but load; report what would happen"
) -> None:
    """The option to rehearse."""
    parser.add_argument("--dry-run", action="store_true", help=text)


def day(parser: argparse.ArgumentParser) -> None:
    """The option that names the day of a fetch."""
    parser.add_argument(
        "--day", metavar="YYYY-MM-DD", help="for locations with {day} (default: today and the days before it)"
    )


def decided_by(parser: argparse.ArgumentParser, text: str) -> None:
    """The option that names the person who decides."""
    parser.add_argument("--by", metavar="NAME", default=user_name(), help=text)


def user_name() -> str:
    """Who calls: the name of the user, or where the system has none for it, as in many containers, the number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
