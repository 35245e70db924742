#!/bin/sh
# qemu.sh: the emulator that runs programs of linux/arm64. Prints its path.
set -eu
cd "$(dirname "$0")/.."

dir=$(scripts/cache.sh)/qemu-bookworm
if [ ! -x "$dir/usr/bin/qemu-aarch64-static" ]; then
    work=$(mktemp -d "$dir.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    scripts/debian-unpack.sh bookworm "$work" qemu-user-static:amd64
    find "$work/usr/bin" -type f ! -name qemu-aarch64-static -delete
    mv -T "$work" "$dir" 2>/dev/null || [ -x "$dir/usr/bin/qemu-aarch64-static" ]
    trap - EXIT
fi
echo "$dir/usr/bin/qemu-aarch64-static"
