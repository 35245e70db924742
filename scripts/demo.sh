#!/bin/sh
# demo.sh [DSN [LANGUAGE]]: the demonstration, in the reader's language. What is compiled
# first takes longest on a machine that has never done it, so it is said before it begins.
set -eu
cd "$(dirname "$0")/.."

language=${2:-${LC_ALL:-${LC_MESSAGES:-${LANG:-en}}}}
case $language in
ru*) language=ru ;;
*) language=en ;;
esac
say() {
    if [ "$language" = ru ]; then
        echo "$1"
    else
        echo "$2"
    fi
}

say "1/3 Собираю программу, которая заменит 1С: в первый раз около минуты, потом секунды." \
    "1/3 Compiling the program that stands in for 1C: about a minute the first time, then seconds."
command -v go >/dev/null || {
    say "Нужен Go 1.26: https://go.dev/dl" "Go 1.26 is needed: https://go.dev/dl"
    exit 1
}
mkdir -p build/out
go build -o build/out/demo ./build
dsn=${1:-}
set -- --lang "$language"
exec build/out/demo demo "$@" ${dsn:+--dsn "$dsn"}
