#!/bin/sh
# tool.sh PACKAGE@VERSION ARGUMENT…: runs a Go tool of a fixed version, which is
# kept in build/out and never becomes a dependency of the module.
set -eu
cd "$(dirname "$0")/.."

package=$1
shift
dir=build/out/tools/$(echo "$package" | tr '/@' '__')
[ -d "$dir" ] || GOBIN="$PWD/$dir" GOFLAGS='' go install "$package"
exec "$dir/$(basename "${package%@*}")" "$@"
