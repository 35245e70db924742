#!/bin/sh
# cc-windows.sh TRIPLE ARGUMENT…: the C compiler of the release for Windows.
# SENTRY1C_ZIG is zig's program.
#
# Go hands the linker a list of exports that holds a name of its own, since a list
# may not be empty. Ours stand in the sources (ADDIN_EXPORT), and nothing but them
# is to be visible: the list is left out.
set -eu

triple=$1
shift
count=$#
while [ "$count" -gt 0 ]; do
    case $1 in
    */export_file.def) ;;
    *) set -- "$@" "$1" ;;
    esac
    shift
    count=$((count - 1))
done
exec "$SENTRY1C_ZIG" cc -target "$triple" "$@"
