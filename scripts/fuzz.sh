#!/bin/sh
# fuzz.sh TIME [PACKAGE…]: runs every fuzz target for that long.
set -eu
cd "$(dirname "$0")/.."

time=$1
shift
[ $# -gt 0 ] || set -- ./...
for package in $(go list "$@"); do
    for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
        echo "$package $target"
        go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package" >/dev/null ||
            go test -run "^$target\$" "$package"
    done
done
