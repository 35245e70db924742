#!/bin/sh
# zig.sh: the C compiler of the release, in the version and with the hash of zig.txt.
# It has the headers and libraries of every target. Installs it if it is not there
# yet and prints the path of the program.
set -eu
cd "$(dirname "$0")"

pins=$PWD/zig.txt
dir=$(./cache.sh)/zig-$(sha256sum "$pins" | cut -c1-12)
if [ ! -x "$dir/zig" ]; then
    work=$(mktemp -d "$dir.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    python3 -m venv "$work/python" >&2
    "$work/python/bin/pip" install --quiet --disable-pip-version-check \
        --require-hashes --no-deps --target "$work/packages" -r "$pins" >&2
    # Whoever is first wins; a checkout that installs at the same time takes that one.
    mv -T "$work/packages/ziglang" "$dir" 2>/dev/null || [ -x "$dir/zig" ]
fi
echo "$dir/zig"
