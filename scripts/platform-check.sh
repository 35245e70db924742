#!/bin/sh
# platform-check.sh [FILE.cfe SOURCES]: what only a 1C platform can say of the extension.
# ibcmd makes empty file bases, takes the extension as a file and as sources for
# Designer, applies and checks both; Designer, if there is one, then compiles the modules
# for every context. Without arguments the extension is built first. At its end it says
# what is left to a person.
#
# Nobody has run this on a platform yet: the commands are those of public projects
# (bia-technologies/yaxunit .github/workflows and .github/actions/load-extension) and of
# the administrator's guide. Whoever runs it first: please tell what it printed.
#
# IBCMD and DESIGNER name the two programs where they are not found by themselves.
# Designer wants a display: where there is none, xvfb-run in front of this script.
set -eu
cd "$(dirname "$0")/.."

name=Сентри
number=0
what=
plan= # not empty: steps are only named

# step TITLE EXPECTED: each is named before it is done, with what is to come of it.
step() {
    number=$((number + 1))
    what=$1
    echo "== $number. $1"
    echo "   expected: $2"
}

# run COMMAND…: unless steps are only named.
run() {
    [ -n "$plan" ] || "$@"
}

failed() {
    echo "== step $number failed: $what"
    echo "== шаг $number не прошёл: $what"
}

# newest PROGRAM: the one of the newest platform installed in the usual places.
newest() {
    for dir in /opt/1cv8/*/ /opt/1cv8/x86_64/*/ /opt/1C/v8.3/*/; do
        [ -x "$dir$1" ] && echo "$dir$1"
    done | sort -V | tail -n 1
}

find_program() {
    command -v "$1" || newest "$1"
}

# ib BASE "COMMAND" ARGUMENTS…: ibcmd on one of the bases. What names the base stands
# behind the command, as in the public projects.
ib() {
    base=$1
    command=$2
    shift 2
    # The command is several words.
    # shellcheck disable=SC2086
    run "$ibcmd" infobase $command "--db-path=$work/$base" "--data=$work/data-$base" "$@"
}

# designed NAME ARGUMENTS…: Designer, which says what it has to say in a file.
designed() {
    out=$work/$1.txt
    shift
    [ -z "$plan" ] || return 0
    status=0
    "$designer" DESIGNER /F "$work/file" /DisableStartupDialogs /DisableStartupMessages /Out "$out" "$@" || status=$?
    cat "$out"
    return $status
}

build() {
    go run ./build ext --out "$file"
    go run ./build ext --sources "$sources"
}

check_ibcmd() {
    step "make an empty base" "a file base; no licence is asked for"
    ib file create
    step "load the file into it" "no error: the platform reads the .cfe"
    ib file "config load" --extension=$name --force "$file"
    step "apply the extension" "no error: nothing in its root differs from the base"
    ib file "config apply" --extension=$name --force
    step "check the extension" "no error"
    ib file "config check" --extension=$name
    step "list the extensions" "$name, active, purpose Add-on, the version of the release"
    ib file "config extension list"
    step "switch the safe mode off, as an administrator does" "no error"
    ib file "config extension update" --name=$name --safe-mode=no --unsafe-action-protection=no
    step "export what the platform made of the file" "a folder of XML"
    ib file "config export" --extension=$name "$work/export"

    step "make another base and import the sources for Designer" "no error: the platform reads the XML"
    ib sources create
    ib sources "config import" --extension=$name "$sources"
    step "apply the imported extension" "no error"
    ib sources "config apply" --extension=$name --force
    step "check the imported extension" "no error"
    ib sources "config check" --extension=$name
    step "export what the platform made of the sources" "a folder of XML"
    ib sources "config export" --extension=$name "$work/export-sources"

    step "compare the two: the file and the sources are one extension" "no difference"
    run diff -r -x ConfigDumpInfo.xml "$work/export" "$work/export-sources"
}

check_designer() {
    step "compile the modules for every context in Designer" "no message: thin client, web client, server, external connection, ordinary thick client"
    designed designer /CheckConfig -ThinClient -WebClient -Server -ExternalConnection -ThickClientOrdinaryApplication \
        -ExtendedModulesCheck -HandlersExistence -Extension $name
    step "ask Designer whether the extension can be applied" "warnings of the two names of the handler of shown errors, which the empty base has not; code 0"
    designed apply /CheckCanApplyConfigurationExtensions -Extension $name
}

# by_hand lists what a person looks at in a base with users: the pages say what is
# expected.
by_hand() {
    echo "== left to a person, step by step with what is expected: bsl/README.md, The first load into a platform"
    echo "== остальное проверяет человек, шаги и что должно выйти: bsl/README.md, «Первая загрузка на платформе»"
    sed -n '/^## Первая загрузка на платформе/,/^## Что/p' bsl/README.md | grep -E '^([0-9]+\.|   )'
}

echo "== nobody has run this check on a platform yet; on what it prints nothing is proven but what it says of your platform"
step "find the platform" "ibcmd of 8.3.17 or newer, and its version"
ibcmd=${IBCMD:-$(find_program ibcmd)}
if [ -z "$ibcmd" ] || ! command -v "$ibcmd" >/dev/null; then
    echo "there is no 1C platform here: ibcmd is neither in PATH nor below /opt/1cv8, and IBCMD does not name it; nothing was checked"
    echo "платформы 1С здесь нет: ibcmd нет ни в PATH, ни в /opt/1cv8, и переменная IBCMD его не называет; ничего не проверено"
    echo "== what would be done where there is one:"
    plan=yes work="" file=FILE.cfe sources=SOURCES
    check_ibcmd
    check_designer
    by_hand
    exit 3
fi
"$ibcmd" --version || true
trap 'status=$?; rm -rf "$work"; [ $status -eq 0 ] || failed; exit $status' EXIT
work=$(mktemp -d)

if [ $# -eq 2 ]; then
    file=$1
    sources=$2
else
    step "build the extension, and its sources for Designer" "a file and a folder"
    file=$work/Sentry.cfe
    sources=$work/sources
    build
fi
check_ibcmd

designer=${DESIGNER:-$(find_program 1cv8)}
if [ -z "$designer" ] || ! command -v "$designer" >/dev/null; then
    echo "== there is no Designer (1cv8) here: the modules were not compiled for each context"
    echo "== Конфигуратора (1cv8) здесь нет: модули по контекстам не проверены"
    by_hand
    exit 0
fi
check_designer
echo "== all well: on this platform"
by_hand
