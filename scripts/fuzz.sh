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
        # Minimizing is bounded by runs: by default it takes up to a minute for
        # each input, in which nothing new is tried.
        go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 200x "$package" >/dev/null ||
            go test -run "^$target\$" "$package"
    done
done
