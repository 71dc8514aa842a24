"""`python uv_install.py LOCK`: installs a lock into the environment of this Python by uv, a tenth of pip's CPU, as pip is set up.

Run by install.sh before anything else is installed: only Python's own library is there. Where it ends with another code than 0
pip does the work. uv reads no setting of pip, so those that say where packages come from are handed over.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

#: Settings of pip, and what uv calls them. Lists are separated by white space there; the others are taken as they are.
NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "no-index": "UV_NO_INDEX",
}
COMMANDS = ("global", "install", ":env:")
FIXED = {
    "UV_NO_CONFIG": "1",
    "UV_NO_PROGRESS": "1",
    # The authorities of the system, as pip has them.
    "UV_SYSTEM_CERTS": "1",
    # As pip chooses; what is taken has to have the hash of the lock, wherever it comes from.
    "UV_INDEX_STRATEGY": "unsafe-best-match",
}


def main(lock: str) -> int:
    """Install the lock, and give uv's exit code; 1 where there is no uv."""
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        return 1
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    command = [
        str(uv), "pip", "install", "--quiet", "--python", sys.executable, "--no-deps", "--require-hashes",
        "--only-binary", ":all:", "--no-binary", "pyftpdlib", "--requirement", lock,
    ]  # fmt: skip
    environment = {**os.environ, **FIXED, **settings(listed.stdout.splitlines())}
    return subprocess.run(command, env=environment, stderr=subprocess.DEVNULL, check=False).returncode


def settings(lines: Iterable[str]) -> dict[str, str]:
    """uv's settings, from the lines of `pip config list`: `global.index-url='https://…'`. Those of the environment go first."""
    lines = list(lines)
    found: dict[str, str] = {}
    for command in COMMANDS:
        for line in lines:
            name, separator, quoted = line.partition("=")
            if not separator or not name.startswith(f"{command}."):
                continue
            key, value = name.removeprefix(f"{command}."), value_of(quoted)
            if key in NAMES and value:
                found[NAMES[key]] = (
                    ",".join(value.split()) if key == "find-links" else " ".join(value.split())
                )
    return found


def value_of(quoted: str) -> str:
    """A value as pip prints it: as Python writes a string."""
    try:
        return str(ast.literal_eval(quoted.strip()))
    except (ValueError, SyntaxError):
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
