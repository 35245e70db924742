#!/bin/sh
# pictures.sh: takes the pictures of the documents anew, of what the demonstration's errors
# look like in real servers. It fails if a page lacks what its picture is to show.
set -eu
cd "$(dirname "$0")/.."

dir=$PWD/build/pictures
mkdir -p "$dir"
SENTRY1C_PICTURES=$dir go test -count=1 -tags e2e -timeout 15m -run 'TestPages' ./build/e2e
ls -l "$dir"
