#!/bin/sh
# python-env.sh NAME REQUIREMENT...: a Python virtual environment with these
# packages, in build/out. Does nothing if it is there already. Prints its folder.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
name=$1
shift
env="$root/build/out/python/$name"
if [ "$(cat "$env/requirements" 2>/dev/null || true)" != "$*" ]; then
    rm -rf "$env"
    mkdir -p "$(dirname "$env")"
    python3 -m venv "$env" >&2
    "$env/bin/pip" install --quiet --disable-pip-version-check "$@" >&2
    echo "$*" >"$env/requirements"
fi
echo "$env"
