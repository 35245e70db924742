#!/bin/sh
# node-env.sh NAME FOLDER: the packages that FOLDER/package.json names, with the scripts
# of FOLDER beside them, in build/out. Installs nothing if they are there already.
# Prints the folder.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
name=$1
from=$2
env="$root/build/out/node/$name"
if ! cmp -s "$from/package.json" "$env/installed.json"; then
    command -v npm >/dev/null || {
        echo "node-env: npm is not there: install Node.js 20 or newer" >&2
        exit 1
    }
    rm -rf "$env"
    mkdir -p "$env"
    cp "$from/package.json" "$env/package.json"
    npm install --prefix "$env" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    cp "$from/package.json" "$env/installed.json"
fi
cp "$from"/*.mjs "$env/"
echo "$env"
