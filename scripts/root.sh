#!/bin/sh
# root.sh SUITE ARCHITECTURE: the C library of a Debian suite for amd64, i386 or arm64
# in a folder, to run programs against another glibc than the machine's. Prints the folder.
set -eu
cd "$(dirname "$0")/.."

suite=$1
architecture=$2
dir=$(scripts/cache.sh)/root-$suite-$architecture
if [ ! -e "$dir/ready" ]; then
    work=$(mktemp -d "$dir.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    scripts/debian-unpack.sh "$suite" "$work" "libc6:$architecture"
    # Where the loader of a program is named by its old place.
    [ -e "$work/lib" ] || ln -s usr/lib "$work/lib"
    : >"$work/ready"
    mv -T "$work" "$dir" 2>/dev/null || [ -e "$dir/ready" ]
    trap - EXIT
fi
echo "$dir"
