#!/bin/sh
# cc-linux-386.sh ARGUMENT…: the C compiler of the release for linux/386. SENTRY1C_ZIG
# is zig's program.
#
# Go puts two relocations of thread-local storage on one field (R_386_GOTPC and
# R_386_TLS_GOTIE, to be added). GNU ld adds them; zig's linker keeps the second only,
# and such a library ends the process that loads it. So zig compiles and GNU ld links,
# against zig's own stubs of glibc 2.17: nothing 32-bit is needed on this machine.
set -eu

target=x86-linux-gnu.2.17
shared=false
for argument; do
    [ "$argument" = -shared ] && shared=true
done
if ! $shared; then
    exec "$SENTRY1C_ZIG" cc -target $target "$@"
fi

# Where the stubs lie is told by the linker line of a library of nothing.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo 'typedef int nothing;' >"$work/nothing.c"
line=$("$SENTRY1C_ZIG" cc -target $target -shared -fPIC -O2 -o "$work/nothing.so" "$work/nothing.c" \
    -lpthread -lresolv -ldl -v 2>&1 | grep libc_nonshared.a | tr ' ' '\n' | grep -E '/lib(c|dl|pthread|resolv)\.so\.|/lib(c_nonshared|compiler_rt)\.a$')

# What the link asks for by -l stands in the stubs; gcc would look for libraries of this machine.
count=$#
while [ "$count" -gt 0 ]; do
    case $1 in
    -lpthread | -lresolv | -ldl | -lc | -Qunused-arguments) ;;
    *) set -- "$@" "$1" ;;
    esac
    shift
    count=$((count - 1))
done
# shellcheck disable=SC2086 # one word each
gcc -m32 -nostdlib -nostartfiles -fuse-ld=bfd -Wl,--as-needed,--hash-style=gnu "$@" $line
