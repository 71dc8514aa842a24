"""What is on unless the environment turns it off."""

import os


def is_on(name: str) -> bool:
    """Whether a variable says nothing against it: `off`, `0`, `no` and `false` do, in whatever case."""
    return os.environ.get(name, "on").strip().lower() not in ("off", "0", "no", "false")
