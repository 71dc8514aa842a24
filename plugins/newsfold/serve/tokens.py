"""Tokens of programs: each has a name, and is kept as its SHA-256 only."""

import hashlib
import hmac
import re
import secrets
from pathlib import Path

from newsfold.config.home import locked, read_json, write_private_json


class TokenError(Exception):
    """A name that is none. Says why."""


def make(path: Path, name: str) -> str:
    """A new token for a name, in the place of the one that it had. Raises TokenError."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,62}", name):
        raise TokenError(
            f"{name!r} can't be a program's name: small letters, digits, - and _, a letter first"
        )
    token = secrets.token_urlsafe(32)
    with locked(path.with_suffix(".lock")):
        write_private_json(path, {**held(path), name: digest(token)})
    return token


def revoke(path: Path, name: str) -> bool:
    """Take a name's token away; False where it had none."""
    with locked(path.with_suffix(".lock")):
        kept = held(path)
        had = kept.pop(name, None)
        write_private_json(path, kept)
    return had is not None


def held(path: Path) -> dict[str, str]:
    """The names, each with what its token hashes to."""
    return dict(read_json(path))


def whose(path: Path, token: str) -> str | None:
    """The name that a token belongs to."""
    given = digest(token)
    found = None
    for name, kept in held(path).items():
        # All of them are compared, so that the time tells nothing.
        found = name if hmac.compare_digest(kept, given) else found
    return found


def digest(token: str) -> str:
    """SHA-256 in hexadecimal. Tokens are random: no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
