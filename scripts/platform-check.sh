#!/bin/sh
# platform-check.sh [FILE.cfe SOURCES]: what only a 1C platform can say of the extension.
# ibcmd makes empty file bases, takes the extension as a file and as sources for
# Designer, applies and checks both; Designer, if there is one, then compiles the modules
# for every context. Without arguments the extension is built first.
#
# Nobody has run this on a platform yet: the commands are those of public projects
# (bia-technologies/yaxunit .github/workflows and .github/actions/load-extension) and of
# the administrator's guide. Whoever runs it first: please tell what it printed.
#
# IBCMD and DESIGNER name the two programs where they are not found by themselves.
set -eu
cd "$(dirname "$0")/.."

name=Сентри
number=0
what=

# step NUMBERED TITLE: each is named before it is done.
step() {
    number=$((number + 1))
    what=$*
    echo "== $number. $what"
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

echo "== nobody has run this check on a platform yet; on what it prints nothing is proven but what it says of your platform"
step "find the platform"
ibcmd=${IBCMD:-$(find_program ibcmd)}
if [ -z "$ibcmd" ] || ! command -v "$ibcmd" >/dev/null; then
    echo "there is no 1C platform here: ibcmd is neither in PATH nor below /opt/1cv8, and IBCMD does not name it; nothing was checked"
    echo "платформы 1С здесь нет: ibcmd нет ни в PATH, ни в /opt/1cv8, и переменная IBCMD его не называет; ничего не проверено"
    exit 3
fi
"$ibcmd" --version || true
trap 'status=$?; rm -rf "$work"; [ $status -eq 0 ] || failed; exit $status' EXIT
work=$(mktemp -d)

if [ $# -eq 2 ]; then
    file=$1
    sources=$2
else
    step "build the extension, and its sources for Designer"
    file=$work/Sentry.cfe
    sources=$work/sources
    go run ./build ext --out "$file"
    go run ./build ext --sources "$sources"
fi

# ib BASE COMMAND…: ibcmd on one of the bases.
ib() {
    base=$1
    shift
    "$ibcmd" infobase "$@" "--db-path=$work/$base" "--data=$work/data-$base"
}

step "make an empty base"
ib file create
step "load the file into it"
ib file config load --extension=$name --force "$file"
step "apply the extension"
ib file config apply --extension=$name --force
step "check the extension"
ib file config check --extension=$name
step "list the extensions"
ib file config extension list
step "switch the safe mode off, as an administrator does"
ib file config extension update --name=$name --safe-mode=no --unsafe-action-protection=no
step "export what the platform made of the file"
ib file config export --extension=$name "$work/export"

step "make another base and import the sources for Designer"
ib sources create
ib sources config import --extension=$name "$sources"
step "apply the imported extension"
ib sources config apply --extension=$name --force
step "check the imported extension"
ib sources config check --extension=$name
step "export what the platform made of the sources"
ib sources config export --extension=$name "$work/export-sources"

step "compare the two: the file and the sources are one extension"
diff -r -x ConfigDumpInfo.xml "$work/export" "$work/export-sources"

designer=${DESIGNER:-$(find_program 1cv8)}
if [ -z "$designer" ] || ! command -v "$designer" >/dev/null; then
    echo "== there is no Designer (1cv8) here: the modules were not compiled for each context"
    echo "== Конфигуратора (1cv8) здесь нет: модули по контекстам не проверены"
    exit 0
fi
step "compile the modules for every context in Designer"
"$designer" DESIGNER /F "$work/file" /DisableStartupDialogs /DisableStartupMessages /Out "$work/designer.txt" \
    /CheckConfig -ThinClient -WebClient -Server -ExternalConnection -ThickClientOrdinaryApplication \
    -ExtendedModulesCheck -HandlersExistence -Extension $name || {
    status=$?
    cat "$work/designer.txt"
    exit $status
}
cat "$work/designer.txt"
step "ask Designer whether the extension can be applied"
"$designer" DESIGNER /F "$work/file" /DisableStartupDialogs /DisableStartupMessages /Out "$work/apply.txt" \
    /CheckCanApplyConfigurationExtensions -Extension $name || {
    status=$?
    cat "$work/apply.txt"
    exit $status
}
cat "$work/apply.txt"
echo "== all well: on this platform"
