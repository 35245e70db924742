#!/bin/sh
# demo.sh [DSN]: the demonstration. What is compiled first takes longest on a machine
# that has never done it, so it is said before it begins.
set -eu
cd "$(dirname "$0")/.."

command -v go >/dev/null || {
    echo "Нужен Go 1.26 (https://go.dev/dl). / Go 1.26 is needed (https://go.dev/dl)."
    exit 1
}
echo "1/3 Собираю программу, которая заменит 1С; в первый раз — около минуты. / Compiling the program that stands in for 1C; about a minute the first time."
mkdir -p build/out
go build -o build/out/demo ./build
set -- ${1:+--dsn "$1"}
exec build/out/demo demo "$@"
