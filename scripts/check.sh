#!/bin/sh
# check.sh: what a change can break, with Go, a C compiler, git and make only: style,
# vet, staticcheck, tests with the seeds of the fuzz targets, the C under sanitizers,
# the race detector.
set -eu
cd "$(dirname "$0")/.."

step() {
    echo "== $*"
}

step gofmt
unformatted=$(git ls-files '*.go' | xargs gofmt -l)
if [ -n "$unformatted" ]; then
    echo "not formatted: $unformatted"
    exit 1
fi

step go mod tidy
go mod tidy -diff

step go vet
go vet ./...
go vet -tags e2e ./build/e2e ./build/kit/browser
go vet -tags dist ./build/disttest
for target in windows/amd64 windows/386 linux/386 linux/arm64 darwin/amd64; do
    CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/} go vet ./addin/... ./manifest/... ./native/standin ./build/sentry1c
done

step staticcheck
scripts/tool.sh honnef.co/go/tools/cmd/staticcheck@v0.8.2 -tags dist ./...

step tests
# Those of native wait a lot, so that three go on at once; others ask how long things take. The longest begin.
go test -p 3 -shuffle=on ./native/... ./build ./build/...
# shellcheck disable=SC2046 # a list
go test -shuffle=on ./bsl/scenarios $(go list ./... | grep -v -e /native/ -e /native$ -e /build/ -e /build$)

step race detector
# Where a package or its tests know of goroutines; the rest has nothing that could race.
concurrent=$(go list -f '{{.ImportPath}} {{join .Imports " "}} {{join .TestImports " "}} {{join .XTestImports " "}} end' \
    ./addin/... ./native/standin ./build/kit/receiver |
    grep -E ' (sync|sync/atomic|testing/synctest|sentry1c/addin/internal/guard) ' | cut -d ' ' -f 1)
# shellcheck disable=SC2086 # a list
go test -race $concurrent

echo "== all well; left out: make lint (shellcheck, clang-tidy, the linters of 1C's language and v8unpack want Python and Java), make fuzz, make e2e, make bench, make dist-test"
